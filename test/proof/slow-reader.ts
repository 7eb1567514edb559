import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { openPeer } from '../../src/lib/cli/peer.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'
import { startTrade } from '../kit/program.ts'
import { compare, judgeGaps, playRounds, type Quantile, type Round } from './slow-reader-rounds.ts'

const TRADE = resolve(import.meta.dirname, '../../bin/trade')
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BNBUSDT', 'XRPUSDT', 'DOGEUSDT', 'ADAUSDT', 'TRXUSDT'].join(',')
/** By process, with all that it maps: an md of a few symbols, and a reader. */
const MIB_MAX = { md: 256, reader: 150 } as const

/** The most memory that a process has had so far. */
const peakMiB = (pid: number | undefined): number => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024)

/** The 99th percentile of a short round is a handful of messages: it is told, and decides nothing. */
const DECIDING: readonly Quantile[] = ['p50Us', 'p95Us']

interface Piped {
  readonly first: Readonly<Record<string, unknown>> | null
  readonly records: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const linesIn = (text: string): Piped['records'] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** `trade md | (sleep; head) | jq | head -1`, with a copy of what head let through. */
const pipeline = async (dir: string, { sleepS, records }: { readonly sleepS: number; readonly records: number }): Promise<Piped> => {
  const copy = join(dir, 'seen.ndjson')
  const line = `'${TRADE}' md --attach --dir '${dir}' --symbol ${SYMBOLS} | (sleep ${sleepS}; head -${records} | tee '${copy}') | (jq -c 'select(.type=="gap")' || true) | head -1`
  const child = spawn('bash', ['-c', line], { stdio: ['ignore', 'pipe', 'ignore'] })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  await once(child, 'close')
  const seen = linesIn(readFileSync(copy, 'utf8'))
  return { first: linesIn(out)[0] ?? null, records: seen }
}

/** One reader that sleeps every other round, and what that costs this one. */
const latency = async (
  dir: string,
  plan: { readonly pairs: number; readonly roundMs: number },
): Promise<{ readonly rounds: Round[]; readonly readerMiB: number }> => {
  const other = spawn(TRADE, ['md', '--attach', '--dir', dir, '--symbol', SYMBOLS], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(other.stdout, 'readable')
  const peer = await openPeer(findPlaces({ dir }))
  const rounds = await playRounds(peer, other.stdout, plan)
  const readerMiB = peakMiB(other.pid)
  other.kill('SIGTERM')
  other.stdout.resume()
  await peer.close()
  return { rounds, readerMiB }
}

const problemsOf = (piped: Piped, memoryMiB: Readonly<Record<'md' | 'reader', number>>, rounds: readonly Round[]): string[] => {
  const { gaps, problems } = judgeGaps(piped.records)
  const latencies = DECIDING.flatMap((of) => {
    const { differenceUs, spreadUs } = compare(rounds, of)
    return differenceUs <= spreadUs ? [] : [`${of} differs by ${differenceUs} with a stalled reader, ${spreadUs} without one`]
  })
  const large = (['md', 'reader'] as const).filter((who) => memoryMiB[who] > MIB_MAX[who])
  return [
    ...problems.slice(0, 5),
    ...(gaps > 0 && piped.first?.['type'] === 'gap' ? [] : ['the pipe printed no gap']),
    ...large.map((who) => `'${who}' took ${memoryMiB[who]} MiB, at most ${MIB_MAX[who]} are allowed`),
    ...latencies,
  ]
}

const prove = async (
  dir: string,
  plan: { readonly sleepS: number; readonly records: number; readonly pairs: number; readonly roundMs: number },
): Promise<number> => {
  const md = startTrade(['md', '--daemon', '--dir', dir, '--symbol', SYMBOLS, '--started-fd', '3'])
  if (!(await md.started)) throw new Error('md did not start')
  try {
    const piped = await pipeline(dir, plan)
    const { rounds, readerMiB } = await latency(dir, plan)
    const memoryMiB = { md: peakMiB(md.child.pid), reader: readerMiB }
    const problems = problemsOf(piped, memoryMiB, rounds)
    const { gaps, dropped } = judgeGaps(piped.records)
    const figures = { first: piped.first, gaps, dropped, memoryMiB }
    process.stdout.write(
      `${JSON.stringify({ ...figures, p50: compare(rounds, 'p50Us'), p95: compare(rounds, 'p95Us'), p99: compare(rounds, 'p99Us'), rounds })}\n`,
    )
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    return problems.length === 0 ? 0 : 8
  } finally {
    md.child.kill('SIGTERM')
    await md.ended
  }
}

export const proof = {
  name: 'slow-reader',
  summary: 'a reader that sleeps gets the newest and a gap record that equals the hole in seq; md stays small, and other readers do not notice',
  run: async (args: string[]): Promise<number> => {
    const options = {
      'sleep-s': { type: 'string', default: '20' },
      records: { type: 'string', default: '20000' },
      pairs: { type: 'string', default: '10' },
      'round-s': { type: 'string', default: '5' },
    } as const
    const { values } = parseArgs({ args, options })
    const dir = mkdtempSync(join(tmpdir(), 'trade-slow-'))
    try {
      return await prove(dir, {
        sleepS: Number(values['sleep-s']),
        records: Number(values.records),
        pairs: Number(values.pairs),
        roundMs: Number(values['round-s']) * 1_000,
      })
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
