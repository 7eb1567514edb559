import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Check, Finding } from './check.ts'
import { isTypeScript } from './files.ts'
import { runTool } from './tool.ts'

type Violation = { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }
type Output = { readonly modules: readonly { readonly source: string }[]; readonly summary: { readonly violations: readonly Violation[] } }

const folders = ['src', 'test', 'bench']
const isInside = (path: string): boolean => isTypeScript(path) && folders.some((folder) => path.startsWith(`${folder}/`))

const finding = ({ from, to, rule }: Violation): Finding => ({ rule: rule.name, file: from, message: `imports '${to}'` })

/** dependency-cruiser: who may import whom. */
export const arrows: Check = {
  name: 'arrows',
  wants: isInside,
  run: (root) => {
    const present = folders.filter((folder) => existsSync(join(root, folder)))
    const args = [...present, '--config', '.dependency-cruiser.mjs', '--output-type', 'json']
    const { modules, summary } = JSON.parse(runTool(root, 'depcruise', args)) as Output
    return { seenCount: modules.filter(({ source }) => isInside(source)).length, findings: summary.violations.map(finding) }
  },
}
