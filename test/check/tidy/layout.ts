import { levels } from '../../../lint/levels.ts'
import type { Rule } from './tree.ts'

/** Everything that may stand at the top of the checkout. */
const top: readonly RegExp[] = [
  /^(?:bin|src|test|bench|man|docs|lint|examples|deploy|\.ci)\//,
  /^(?:LICENSE|README\.md|ARCHITECTURE\.md|CONTRIBUTING\.md|CHANGELOG\.md)$/,
  /^(?:package|package-lock|biome|knip|tsconfig(?:\.\w+)?)\.json$/,
  /^\.(?:npmrc|taprc|gitignore|dependency-cruiser\.mjs)$/,
]
const daemonFolder = /^src\/daemons\/[^/]+\//
const sourcePlaces = levels.flat().filter((place) => place.startsWith('lib/'))

const hasLevel = (path: string): boolean =>
  path === 'src/main.ts' || path.startsWith('src/commands/') || daemonFolder.test(path) || sourcePlaces.some((place) => path.startsWith(`src/${place}/`))

const paths: Rule = ({ files }) =>
  files.flatMap(({ path }) => [
    ...(top.some((name) => name.test(path)) ? [] : [{ rule: 'unknown-top-level-name', file: path, message: 'is not in the list of names' }]),
    ...(!path.startsWith('src/') || hasLevel(path) ? [] : [{ rule: 'folder-without-level', file: path, message: 'has no level in lint/levels.ts' }]),
  ])

const mandatory = ['core.ts', 'shell.ts']

const daemons: Rule = ({ scripts, has }) => {
  const folders = new Set(scripts.flatMap(({ path }) => daemonFolder.exec(path)?.[0] ?? []))
  const missing = [...folders].flatMap((folder) => mandatory.map((file) => `${folder}${file}`)).filter((path) => !has(path))
  return missing.map((file) => ({ rule: 'daemon-without-part', file, message: 'is missing: a daemon has a core and a shell' }))
}

const maxShellLines = 150

const shells: Rule = ({ scripts }) =>
  scripts
    .filter(({ path, text }) => path.endsWith('/shell.ts') && text.split('\n').length - 1 > maxShellLines)
    .map(({ path }) => ({ rule: 'long-shell', file: path, message: `is above limit ${maxShellLines} lines: a shell decides nothing` }))

export const layoutRules: Rule = (tree) => [...paths(tree), ...daemons(tree), ...shells(tree)]
