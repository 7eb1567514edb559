import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import type { Result } from '../run/results.ts'
import { evidenceProblems } from './evidence.ts'
import { listProblems, type Requirements, subsystems } from './requirements.ts'

const root = resolve(import.meta.dirname, '../..')
const read = <T>(path: string): T => JSON.parse(readFileSync(resolve(root, path), 'utf8')) as T
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const resultsPath = '.tap/results.json'
const list = read<Requirements>('test/requirements.json')
const hasResults = existsSync(resolve(root, resultsPath))
const isWholeSuite = process.env['TRADE_TEST'] === 'system'

const problems = [
  ...listProblems(list),
  ...(hasResults
    ? evidenceProblems(list.requirements, read<readonly Result[]>(resultsPath), { isWholeSuite })
    : ["there are no results of the suite: run 'npm test' first"]),
]

const progress = (subsystem: string): string => {
  const own = list.requirements.filter((requirement) => requirement.subsystem === subsystem)
  const doneCount = own.filter(({ status }) => status === 'done').length
  return `${subsystem}: ${doneCount} of ${own.length} done${list.finished.includes(subsystem) ? ', finished' : ''}`
}

for (const subsystem of [...subsystems, 'all']) say(progress(subsystem))
for (const problem of problems) say(problem)
say(`accept: ${list.requirements.length} requirements, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
