import { relative } from 'node:path'
import type { Check, Finding } from './check.ts'
import { isTypeScript } from './files.ts'
import { runTool } from './tool.ts'

const complaint = /^(?<file>[^(\s][^(]*)\(\d+,\d+\): error (?<rule>TS\d+): (?<message>.*)$/
const globalComplaint = /^error (?<rule>TS\d+): (?<message>.*)$/

const parse = (line: string): Finding | undefined => {
  const groups = (complaint.exec(line) ?? globalComplaint.exec(line))?.groups
  return groups && { rule: groups.rule ?? '', file: groups.file ?? 'tsconfig.json', message: groups.message ?? '' }
}

/** The compiler, over everything that tsconfig.json includes. */
export const types: Check = {
  name: 'types',
  wants: (path) => isTypeScript(path) && !path.startsWith('examples/'),
  run: (root) => {
    const lines = runTool(root, 'tsc', ['-p', '.', '--noEmit', '--listFiles', '--pretty', 'false']).split('\n')
    const own = lines.filter((line) => line.startsWith('/') && isTypeScript(line) && !line.includes('/node_modules/') && !relative(root, line).startsWith('..'))
    return { seenCount: own.length, findings: lines.flatMap((line) => parse(line) ?? []) }
  },
}
