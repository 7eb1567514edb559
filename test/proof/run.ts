import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { totalsLine } from '../run/results.ts'
import { outcome } from './outcome.ts'
import { proofs } from './proofs.ts'

const [name, ...args] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const list = async (): Promise<number> => {
  for (const { load } of Object.values(proofs)) {
    const { proof } = await load()
    say(`${proof.name}: ${proof.summary}`)
  }
  return 0
}

/** Every proof in its short form, each in a process of its own. */
const runAll = async (): Promise<number> => {
  const statuses = Object.entries(proofs).map(([proof, { shortArgs }]) => {
    const { status } = spawnSync(process.execPath, [import.meta.filename, proof, ...shortArgs], { stdio: 'inherit', timeout: 120_000 })
    say(`proof ${proof}: ${outcome(status)}`)
    return status
  })
  const counted = (wanted: ReturnType<typeof outcome>): number => statuses.filter((status) => outcome(status) === wanted).length
  const failed = counted('failed')
  say(totalsLine({ passed: counted('passed'), failed, skipped: counted('skipped') }))
  return failed === 0 ? 0 : 1
}

const runOne = async (wanted: string): Promise<number> => {
  const entry = Object.hasOwn(proofs, wanted) ? proofs[wanted] : undefined
  if (entry) return (await entry.load()).proof.run(args)
  process.stderr.write(`unknown proof '${wanted}': known are ${Object.keys(proofs).join(' ')}\n`)
  return 2
}

const modes: Readonly<Record<string, () => Promise<number>>> = { '': list, '--short': runAll }
process.exitCode = await (modes[name ?? '']?.() ?? runOne(name ?? ''))
