import { resolve } from 'node:path'
import type { Check } from './check.ts'
import { isTypeScript } from './files.ts'
import { runTool } from './tool.ts'

type Found = { readonly rule: string; readonly file: string; readonly symbol: string }
type Output = { readonly processed: number; readonly findings: readonly Found[] }

const report = resolve(import.meta.dirname, '../../lint/knip-report.mjs')

/** knip: files, exports and packages that nobody uses. */
export const dead: Check = {
  name: 'dead',
  wants: isTypeScript,
  run: (root) => {
    const { processed, findings } = JSON.parse(runTool(root, 'knip', ['--no-progress', '--reporter', report])) as Output
    return { seenCount: processed, findings: findings.map(({ rule, file, symbol }) => ({ rule, file, message: `'${symbol}' is not used` })) }
  },
}
