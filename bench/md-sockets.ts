import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { findPlaces } from '../src/lib/io/run-directory.ts'
import { findService } from '../src/lib/io/service-record.ts'
import { type Program, startTrade } from '../test/kit/program.ts'
import { until } from '../test/kit/until.ts'
import { isSustained, type Percentiles, type Step, summaryOf } from './lib/ramp.ts'

const SYMBOL_COUNTS = [1, 5, 10, 20, 40, 80]
const [WARM_MS, STEP_MS, DRAIN_MS, READY_MS, STEP_LIMIT_MS, TOTAL_MS] = [1000, 5000, 2000, 10_000, 25_000, 90_000]
/** Snapshots come at the pace that the venue allows: beyond the first few, books become valid while frames already flow. */
const BURST_BOOKS = 5
const STAGES = {
  venueToReceive: 'venue_latency',
  receiveToBook: 'receive_to_book',
  bookToPublished: 'book_to_published',
  receiveToPublished: 'receive_to_published',
} as const

type Metrics = ReadonlyMap<string, number>

const read = async (dir: string, service: 'sim' | 'md'): Promise<Metrics> => {
  const found = findService(findPlaces({ dir }).run, service)
  if (found === null || found === undefined) throw new Error(`'${service}' does not run`)
  const text = await (await fetch(`http://${found.record.http}/metrics`, { signal: AbortSignal.timeout(DRAIN_MS) })).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

const metric = (metrics: Metrics, name: string): number => metrics.get(name) ?? 0

const receivedOf = (metrics: Metrics): number => [...metrics].reduce((sum, [name, value]) => sum + (name.startsWith('trade_md_messages_total') ? value : 0), 0)

const validOf = (metrics: Metrics): number => metric(metrics, 'trade_md_books_count{state="valid"}')

const percentilesOf = (metrics: Metrics, stage: string): Percentiles => {
  const at = (quantile: string) => metric(metrics, `trade_md_${stage}_quantile_us{quantile="${quantile}"}`)
  return { p50: at('0.5'), p95: at('0.95'), p99: at('0.99') }
}

const look = async (dir: string) => {
  const sent = metric(await read(dir, 'sim'), 'trade_sim_frames_total')
  const md = await read(dir, 'md')
  return { atMs: performance.now(), sent, md, received: receivedOf(md) }
}

/** Waits until what was sent has come in; what has not by then is lost. */
const drain = async (dir: string, sent: number) => {
  const startMs = performance.now()
  for (;;) {
    const received = receivedOf(await read(dir, 'md'))
    const lagMs = Math.round(performance.now() - startMs)
    if (received >= sent || lagMs > DRAIN_MS) return { lost: Math.max(0, sent - received), lagMs }
    await delay(20)
  }
}

const measure = async (dir: string, symbols: number): Promise<Step> => {
  await delay(WARM_MS)
  const before = await look(dir)
  await delay(STEP_MS)
  const after = await look(dir)
  const perS = (count: number) => Math.round((count * 1000) / (after.atMs - before.atMs))
  const more = (name: string) => metric(after.md, name) - metric(before.md, name)
  return {
    symbols,
    validBooks: validOf(after.md),
    offeredPerS: perS(after.sent - before.sent),
    receivedPerS: perS(after.received - before.received),
    ...(await drain(dir, after.sent)),
    gaps: more('trade_md_gaps_total'),
    resyncs: more('trade_md_resyncs_total'),
    latencyUs: Object.fromEntries(Object.entries(STAGES).map(([name, stage]) => [name, percentilesOf(after.md, stage)])),
  }
}

const stop = async ({ child, ended }: Program): Promise<void> => {
  child.kill('SIGTERM')
  const isEnded = await Promise.race([ended.then(() => true), delay(DRAIN_MS, false, { ref: false })])
  if (!isEnded) child.kill('SIGKILL')
  await ended
}

const runStep = async (count: number): Promise<Step> => {
  const dir = mkdtempSync(join(tmpdir(), 'trade-bench-'))
  const symbols = Array.from({ length: count }, (_, index) => `S${String(index).padStart(2, '0')}USDT`).join(',')
  const programs: Program[] = []
  const start = async (service: 'sim' | 'md', ...args: string[]): Promise<void> => {
    programs.unshift(startTrade([service, '--daemon', '--dir', dir, ...args]))
    await until(`'${service}' runs`, () => findService(findPlaces({ dir }).run, service)?.alive, { withinMs: READY_MS })
  }
  try {
    await start('sim', '--symbols', symbols)
    await start('md', '--symbol', symbols)
    await until('books are valid', async () => validOf(await read(dir, 'md')) >= Math.min(count, BURST_BOOKS), { withinMs: READY_MS, everyMs: 100 })
    return await measure(dir, count)
  } finally {
    for (const program of programs) await stop(program)
    rmSync(dir, { recursive: true, force: true })
  }
}

/** A rate at which nothing came up in time; why is said on stderr. */
const failedStep =
  (symbols: number) =>
  (error: unknown): Step => {
    process.stderr.write(`the step of ${symbols} symbols failed: ${error instanceof Error ? error.message : String(error)}\n`)
    return { symbols, validBooks: 0, offeredPerS: 0, receivedPerS: 0, lost: 0, gaps: 0, resyncs: 0, lagMs: 0, latencyUs: {} }
  }

const ramp = async (): Promise<Step[]> => {
  const endMs = performance.now() + TOTAL_MS - STEP_LIMIT_MS
  const steps: Step[] = []
  for (const count of SYMBOL_COUNTS) {
    if (performance.now() > endMs) break
    const step = await runStep(count).catch(failedStep(count))
    steps.push(step)
    process.stdout.write(`${JSON.stringify({ bench: 'md.sockets.step', ...step, isSustained: isSustained(step), load: loadavg()[0] })}\n`)
    if (!isSustained(step)) break
  }
  return steps
}

export const bench = {
  summary: 'market data over sockets at rising rates: the highest one without loss, and its latencies',
  run: async (): Promise<number> => {
    const summary = summaryOf(await ramp())
    process.stdout.write(`${JSON.stringify(summary ?? { bench: 'md.sockets', sustainedPerS: 0, check: 'failed' })}\n`)
    return summary === null ? 1 : 0
  },
}
