import type { Finding } from '../check.ts'
import type { Rule } from './tree.ts'

type Package = {
  readonly resolved?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  readonly link?: boolean
  readonly inBundle?: boolean
  readonly dev?: boolean
}

const maxRuntimeCount = 170

/** Packages with an install script; none of them is run, because .npmrc ignores scripts. */
const installScripts: Readonly<Record<string, string>> = {
  'node_modules/@swc/core': 'picks a binary that its platform package already brings',
  'node_modules/cbor-extract': 'builds what its platform package already brings',
  'node_modules/koffi': 'builds what its platform package already brings',
  'node_modules/zeromq': 'builds what the package already brings for each platform',
}

const path = 'package-lock.json'

const complaintsOf = (name: string, entry: Package): readonly Finding[] => {
  const broken: Readonly<Record<string, boolean>> = {
    'lock-with-resolved': entry.resolved !== undefined,
    'lock-without-integrity': entry.integrity === undefined && !entry.link && !entry.inBundle,
    'lock-with-install-script': entry.hasInstallScript === true && !Object.hasOwn(installScripts, name),
  }
  return Object.entries(broken).flatMap(([rule, isBroken]) => (isBroken ? [{ rule, file: path, message: `'${name}' breaks it` }] : []))
}

/** The lockfile names contents and no hosts, and stays small at run time. */
export const lockfileRules: Rule = ({ files }) => {
  const lock = files.find((file) => file.path === path)
  if (lock === undefined) return [{ rule: 'lock-missing', file: path, message: 'is not in the tree' }]
  const { packages } = JSON.parse(lock.text) as { packages: Record<string, Package> }
  const entries = Object.entries(packages).filter(([name]) => name !== '')
  const runtimeCount = entries.filter(([, entry]) => !entry.dev).length
  const tooMany = { rule: 'lock-too-large', file: path, message: `${runtimeCount} run-time packages is above limit ${maxRuntimeCount}` }
  return [...entries.flatMap(([name, entry]) => complaintsOf(name, entry)), ...(runtimeCount > maxRuntimeCount ? [tooMany] : [])]
}
