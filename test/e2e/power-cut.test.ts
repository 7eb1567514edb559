import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { readJournal } from '../../src/lib/io/journal-reader.ts'
import { serviceUp, stackDir, start } from '../kit/cli.ts'
import { callsIn, provePowerCut } from '../kit/strace.ts'
import { needsTool } from '../kit/tools.ts'
import { until } from '../kit/until.ts'

const TRADE = resolve(import.meta.dirname, '../../bin/trade')
const ORDERS = 20
/** Longer than any batch that exec writes at once. */
const TEXT_BYTES = 1_000_000
const WAIT = { withinMs: 120_000, everyMs: 200 }

const traced = (trace: string, args: readonly string[]): ChildProcess =>
  spawn('strace', ['-f', '--seccomp-bpf', '-yy', '-s', String(TEXT_BYTES), '-e', 'trace=fdatasync,write,pwrite64,sendto,writev', '-o', trace, TRADE, ...args], {
    stdio: ['ignore', 'ignore', 'ignore'],
  })

t.test('no byte of an order leaves before a sync of its record has ended', needsTool('strace'), async (t) => {
  const dir = stackDir(t)
  const place = ['--dir', dir]
  const trace = join(dir, 'trace')
  start(t, ['sim', ...place])
  await serviceUp(dir, 'sim')
  for (const daemon of ['md', 'risk']) start(t, [daemon, ...place])
  const exec = traced(trace, ['exec', '--route', 'rest', ...place])
  const ended = new Promise((done) => exec.once('close', done))
  const { pid } = await serviceUp(dir, 'exec')
  await Promise.all(['md', 'risk'].map((daemon) => serviceUp(dir, daemon)))
  start(t, ['strat', ...place])
  const sends = (): number => readJournal(join(dir, 'data/exec/journal')).frames.filter(({ type }) => type === 'SEND').length
  await until('orders were sent', () => sends() >= ORDERS, WAIT)
  process.kill(pid, 'SIGTERM')
  await ended
  const { left, tooEarly, twice } = provePowerCut(callsIn(readFileSync(trace, 'utf8')))
  t.ok(left.length >= ORDERS, `${left.length} orders left`)
  t.strictSame([tooEarly, twice], [[], []])
})
