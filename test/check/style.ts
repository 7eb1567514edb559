import type { Check, Finding } from './check.ts'
import { isTypeScript } from './files.ts'
import { runTool } from './tool.ts'

type Diagnostic = { readonly severity: string; readonly category: string; readonly message: string; readonly location: { readonly path: string } | null }
type Output = { readonly summary: { readonly changed: number; readonly unchanged: number }; readonly diagnostics: readonly Diagnostic[] }

/** `lint/style/noEnum` -> `noEnum`; a grit plugin names its rule before the colon of its message. */
const ruleOf = ({ category, message }: Diagnostic): string => (category === 'plugin' ? (message.split(':')[0] ?? '') : (category.split('/').at(-1) ?? ''))

const finding = (diagnostic: Diagnostic): Finding => ({
  rule: ruleOf(diagnostic),
  file: diagnostic.location?.path ?? 'biome.json',
  message: diagnostic.message,
})

/** biome: format, order of imports, lint rules, grit plugins. */
export const style: Check = {
  name: 'style',
  wants: isTypeScript,
  run: (root) => {
    const { summary, diagnostics } = JSON.parse(runTool(root, 'biome', ['check', '--reporter=json', '--max-diagnostics=none'])) as Output
    const loud = diagnostics.filter(({ severity }) => severity !== 'information')
    return { seenCount: summary.changed + summary.unchanged, findings: loud.map(finding) }
  },
}
