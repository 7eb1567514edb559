import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type HopSink, nowUs, priceOf } from './lib/hop.ts'
import { type HopOrder, hops, TWIN } from './lib/hop-table.ts'
import { print, type Series } from './lib/report.ts'
import { quantile } from './lib/stats.ts'

interface Bench {
  readonly source: ChildProcess
  readonly sinks: ReadonlyMap<string, HopSink>
}

const BURST_COUNTS: Readonly<Record<string, number>> = { 'ring-spin': 200_000, [TWIN]: 200_000, 'unix-socket': 100_000, 'zeromq-ipc': 50_000 }
const PACED = { count: 250, everyUs: 1000 }
const CHECK_COUNT = 5000
const QUANTILES = { p50: 0.5, p99: 0.99 } as const

/** One order to the source and all that comes of it: id, price and delay of each message, by the receiver's clock. */
const transfer = async ({ source, sinks }: Bench, order: HopOrder) => {
  const got = { count: 0, isWhole: true, firstUs: 0, lastUs: 0, delaysUs: new Float64Array(order.everyUs === 0 ? 0 : order.count) }
  const done = sinks.get(order.hop)?.receive(order.count, (id, priceTicks, publishedUs) => {
    if (id !== got.count || priceTicks !== priceOf(id)) got.isWhole = false
    if (order.everyUs !== 0) got.delaysUs[got.count] = nowUs() - publishedUs
    if (got.count === 0) got.firstUs = publishedUs
    got.count++
    if (got.count === order.count) got.lastUs = nowUs()
  })
  source.send(order)
  await done
  if (!got.isWhole) throw new Error(`hop '${order.hop}' changed a message or its order`)
  return got
}

const throughput = async (bench: Bench, hop: string): Promise<number> => {
  const count = BURST_COUNTS[hop] ?? 0
  const { firstUs, lastUs } = await transfer(bench, { hop, count, everyUs: 0 })
  return (count / (lastUs - firstUs)) * 1_000_000
}

/** Every case starts at another place each round, so that no one always follows the same neighbor. */
const rotated = <T>(items: readonly T[], round: number): T[] => items.map((_, index) => items[(index + round) % items.length] as T)

const measure = async (bench: Bench, rounds: number): Promise<Series[]> => {
  const burstHops = hops.map(({ name }) => name).filter((name) => name in BURST_COUNTS)
  const pacedHops = hops.map(({ name }) => name)
  const rates = new Map<string, number[]>(burstHops.map((hop) => [hop, []]))
  const delays = new Map<string, Float64Array[]>(pacedHops.map((hop) => [hop, []]))
  for (let round = 0; round < rounds; round++) {
    for (const hop of rotated(burstHops, round)) rates.get(hop)?.push(await throughput(bench, hop))
    for (const hop of rotated(pacedHops, round)) delays.get(hop)?.push((await transfer(bench, { hop, ...PACED })).delaysUs)
  }
  const latency = Object.entries(QUANTILES).flatMap(([name, share]) =>
    pacedHops.map((peer) => ({
      case: `ring latency ${name}`,
      peer,
      unit: 'us',
      n: PACED.count,
      samples: (delays.get(peer) ?? []).map((one) => quantile([...one], share)),
    })),
  )
  const rate = burstHops.map((peer) => ({
    case: 'ring throughput',
    peer,
    unit: 'messages/s',
    n: BURST_COUNTS[peer] ?? 0,
    samples: rates.get(peer) ?? [],
  }))
  return [...rate, ...latency]
}

/** The same messages through every channel, and a warm-up of each. */
const check = async (bench: Bench): Promise<void> => {
  for (const { name } of hops) await transfer(bench, { hop: name, count: CHECK_COUNT, everyUs: name in BURST_COUNTS ? 0 : 100 })
  for (const { name } of hops) if (name in BURST_COUNTS) await throughput(bench, name)
}

const withBench = async (work: (bench: Bench) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync('/dev/shm/trade-bench-')
  const sinks = new Map<string, HopSink>()
  for (const hop of hops) sinks.set(hop.name, await hop.openSink(folder))
  const source = fork(new URL('./lib/hop-source.ts', import.meta.url), [folder])
  const gone = once(source, 'exit').then(([code]) => Promise.reject(new Error(`the sending process ended with ${code}`)))
  try {
    await once(source, 'message')
    await Promise.race([work({ source, sinks }), gone])
  } finally {
    gone.catch(() => undefined)
    source.kill('SIGTERM')
    for (const sink of sinks.values()) await sink.close()
    rmSync(folder, { recursive: true })
  }
}

export const bench = {
  summary: 'messages of 128 bytes between two processes: ring (spinning and with its bell), Unix socket, ZeroMQ ipc',
  run: async (args: string[]): Promise<number> => {
    const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '11' } } })
    await withBench(async (bench) => {
      await check(bench)
      print(await measure(bench, Number(values.rounds)), TWIN)
    })
    return 0
  },
}
