import type { Buffer } from 'node:buffer'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { getHeapStatistics } from 'node:v8'
import { dataFile } from '../test/kit/data.ts'
import { type MarketTape, readTape } from './lib/market-tape.ts'
import { print, type Series } from './lib/report.ts'
import { ccxtBook, ourBook, type TapeBook, tardisBook } from './lib/tape-books.ts'
import { jsonReader, scanReader, type TapeReader } from './lib/tape-readers.ts'

const TAPES = { spot: 'spot_btcusdt_20240808.gz', usdm: 'usdm_btcusdt_20240808.gz' } as const
const TWIN = 'trade again'
const EXIT_SKIPPED = 77
const TOP_LEVELS = 20
const EVENTS = 1_000_000
const BATCH = 2_000

interface ParseCase {
  readonly name: string
  readonly frames: readonly Buffer[]
}

const nsOf = (count: number, run: () => void): number => {
  const startNs = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - startNs) / count
}

const rotated = <T>(items: readonly T[], round: number): T[] => items.map((_, index) => items[(index + round) % items.length] as T)

/** Every peer in turn, in another order each round; the first round is for warming up. */
const compare = (head: Omit<Series, 'peer' | 'samples' | 'unit'>, peers: ReadonlyMap<string, () => void>, rounds: number): Series[] => {
  const samples = new Map<string, number[]>([...peers.keys()].map((peer) => [peer, []]))
  for (let round = -1; round < rounds; round++) {
    for (const [peer, run] of rotated([...peers], round + 1)) {
      const ns = nsOf(head.n, run)
      if (round >= 0) samples.get(peer)?.push(ns)
    }
  }
  return [...samples].map(([peer, values]) => ({ ...head, peer, unit: 'ns/frame', samples: values }))
}

const checkReaders = (frames: readonly Buffer[], [one, other]: readonly [TapeReader, TapeReader]): void => {
  for (const frame of frames) {
    const isSame = one.read(frame) === other.read(frame) && one.steps().join() === other.steps().join()
    if (!isSame) throw new Error(`other numbers in ${frame.toString()}`)
  }
}

/** Values are compared before anything is timed; then each reader leaves its numbers in memory, and how many they are is all that is looked at. */
const parseSeries = ({ name, frames }: ParseCase, rounds: number): Series[] => {
  const [scan, json] = [scanReader(), jsonReader()]
  checkReaders(frames, [scan, json])
  let sink = 0
  const over =
    ({ read }: TapeReader) =>
    () => {
      for (const frame of frames) sink += read(frame)
      if (Number.isNaN(sink)) throw new Error('not a number')
    }
  const peers = new Map([
    ['trade', over(scan)],
    [TWIN, over(scan)],
    ['JSON.parse + parseFloat', over(json)],
  ])
  return compare({ case: `md parse, ${name}`, n: frames.length }, peers, rounds)
}

const topOf = (book: TapeBook): string => JSON.stringify([book.top('bids', TOP_LEVELS), book.top('asks', TOP_LEVELS)])

const checkBooks = (tape: MarketTape, open: readonly (() => TapeBook)[]): void => {
  const books = open.map((one) => one())
  for (const book of books) book.load(tape.snapshot)
  for (const frame of tape.diffs) {
    for (const book of books) book.apply(frame)
    if (new Set(books.map(topOf)).size > 1) throw new Error(`books differ after ${frame.toString().slice(0, 120)}`)
  }
}

const bookSeries = async (name: string, tape: MarketTape, rounds: number): Promise<Series[]> => {
  const [tardis, ccxt] = [await tardisBook(), await ccxtBook()]
  checkBooks(tape, [ourBook, tardis, ccxt])
  const over = (open: () => TapeBook) => {
    const book = open()
    return () => {
      book.load(tape.snapshot)
      for (const frame of tape.diffs) book.apply(frame)
    }
  }
  const peers = new Map([
    ['trade', over(ourBook)],
    [TWIN, over(ourBook)],
    ['tardis-dev', over(tardis)],
    ['ccxt', over(ccxt)],
  ])
  return compare({ case: `md bytes to book, ${name}`, n: tape.diffs.length }, peers, rounds)
}

/** Bytes that a million frames leave on the heap; what a collection takes away between two looks is not counted. */
const allocation = ({ name, frames }: ParseCase): Series => {
  const { read } = scanReader()
  let usedBytes = 0
  let before = getHeapStatistics().used_heap_size
  for (let index = 0; index < EVENTS; index++) {
    read(frames[index % frames.length] as Buffer)
    if (index % BATCH !== 0) continue
    const now = getHeapStatistics().used_heap_size
    usedBytes += Math.max(0, now - before)
    before = getHeapStatistics().used_heap_size
  }
  return { case: `md scan allocation, ${name}`, peer: 'trade', unit: 'bytes/frame', n: EVENTS, samples: [usedBytes / EVENTS] }
}

const missing = (): string | null => {
  for (const name of Object.values(TAPES)) if (!existsSync(dataFile(name))) return `the recording '${name}' is missing`
  return existsSync(new URL('./peers/node_modules', import.meta.url)) ? null : 'the peers are not installed: run npm ci --ignore-scripts in bench/peers'
}

export const bench = {
  summary: 'market data: frames to numbers and to books, beside JSON, tardis-dev and ccxt',
  run: async (args: string[]): Promise<number> => {
    const problem = missing()
    if (problem !== null) {
      process.stderr.write(`${problem}\n`)
      return EXIT_SKIPPED
    }
    const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '11' } } })
    const rounds = Number(values.rounds)
    const series: Series[] = []
    for (const [name, file] of Object.entries(TAPES)) {
      const tape = readTape(file)
      series.push(...parseSeries({ name: `${name} diffs`, frames: tape.diffs }, rounds), ...parseSeries({ name: `${name} all`, frames: tape.frames }, rounds))
      series.push(...(await bookSeries(name, tape, rounds)), allocation({ name: `${name} all`, frames: tape.frames }))
    }
    print(series, TWIN)
    return 0
  },
}
