import { resolve } from 'node:path'
import process from 'node:process'
import { judge, type Verdict } from './check.ts'
import { checks } from './checks.ts'

const root = resolve(import.meta.dirname, '../..')

const print = ({ name, seenCount, findings }: Verdict): void => {
  for (const { rule, file, message } of findings) process.stdout.write(`${file}: ${rule}: ${message}\n`)
  process.stdout.write(`${name}: ${seenCount} files, ${findings.length} findings\n`)
}

const wanted = process.argv.slice(2)
const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const verdicts = chosen.map((check) => judge(check, root))
for (const verdict of verdicts) print(verdict)
const failed = verdicts.filter(({ findings }) => findings.length > 0).length
process.exitCode = failed > 0 || verdicts.length === 0 ? 1 : 0
