import { existsSync } from 'node:fs'
import process from 'node:process'
import { krakenDialect } from '../../src/daemons/md/verify/kraken-dialect.ts'
import { bodyOf } from '../../src/lib/cli/viewer.ts'
import type { SnapshotAnswer } from '../../src/lib/contracts/market.ts'
import { openRecordingLines } from '../../src/lib/io/recording-lines.ts'
import { Book } from '../../src/lib/model/book.ts'
import type { Instrument } from '../../src/lib/model/instrument.ts'
import { publicLots, publicTicks } from '../../src/lib/model/public-level.ts'
import { inferInstrument, readFirstFrame } from '../../src/lib/venues/kraken/first-frames.ts'
import { firstKrakenMarket } from '../../src/lib/venues/kraken/market.ts'
import { dataFile } from '../kit/data.ts'
import { type MarketPair, startPair } from '../kit/market-pair.ts'
import { until } from '../kit/until.ts'
import { invalidBooks, listen, play, type TroubleTimes, troublesOf } from './md-troubles.ts'

const FILE = 'KRAKEN.ws.50.0.gz'
/** How much faster than it was recorded. */
const SPEED = 5
const ASK_WITHIN_US = 10_000_000
/** An answer that is awaited in vain, a new connection, and the recording once more. */
const FINAL_WITHIN_MS = 30_000
const ATTEMPTS_MAX = 30

type Levels = SnapshotAnswer['book']['bids']

/** The pairs of the recording, and the checksum that the venue sent last of each. */
interface Recorded {
  readonly instruments: ReadonlyMap<string, Instrument>
  readonly printed: ReadonlyMap<string, number>
  readonly checksums: ReadonlyMap<string, number>
}

const readRecording = (): Recorded => {
  const instruments = new Map<string, Instrument>()
  const printed = new Map<string, number>()
  const checksums = new Map<string, number>()
  openRecordingLines(dataFile(FILE)).each((line) => {
    const read = krakenDialect.readLine(line)
    if (read === null || read === 'aside') return
    const whole = inferInstrument(new TextDecoder().decode(read.frame))
    if (whole !== null && !instruments.has(whole.instrument.symbol)) {
      instruments.set(whole.instrument.symbol, whole.instrument)
      printed.set(whole.instrument.symbol, whole.printedDecimals)
    }
    const frame = readFirstFrame(read.frame, instruments)
    if (frame.type === 'diff' && frame.checksum !== null) checksums.set(frame.symbol, frame.checksum)
  })
  return { instruments, printed, checksums }
}

/** Symbols whose book at md has not the last checksum of the recording. */
const unlike = async ({ peer }: MarketPair, { instruments, printed, checksums }: Recorded): Promise<string[]> => {
  const market = firstKrakenMarket(printed)
  const differing: string[] = []
  for (const [symbol, instrument] of instruments) {
    const { book } = bodyOf<SnapshotAnswer>(await peer.ask({ service: 'md', method: 'md.snapshot', body: { symbol }, timeoutUs: ASK_WITHIN_US }))
    const flat = (levels: Levels): number[] => levels.flatMap(([price, qty]) => [publicTicks(instrument, price), publicLots(instrument, qty)])
    const ours = new Book()
    ours.load('buy', flat(book.bids))
    ours.load('sell', flat(book.asks))
    if (book.state !== 'valid' || market.checksum(ours, instrument) !== checksums.get(symbol)) differing.push(symbol)
  }
  return differing
}

/** Changes go astray while the recording plays from its beginning; only checksums tell. */
const astray: Parameters<typeof play>[2]['trouble'] = {
  name: 'lost, repeated and swapped changes',
  loss: 'closed',
  alsoBecause: ['the checksum of the venue differs'],
  begin: async (pair) => {
    await pair.fault('drop:2%,dup:5%,swap:5%')
    await pair.act('disconnect')
  },
  end: (pair) => pair.fault(''),
}

const mismatchesOf = async (pair: MarketPair): Promise<number> => (await pair.health()).books.reduce((all, { mismatches }) => all + mismatches, 0)

/** Why the troubles cannot be shown on Kraken; null: they can. */
export const krakenLacks = (): string | null => (existsSync(dataFile(FILE)) ? null : `Kraken: needs recorded data: ${FILE}`)

/** The same troubles on a recorded connection to Kraken, which heals by subscribing anew. */
export const krakenSockets = async (times: TroubleTimes): Promise<string[]> => {
  const recorded = readRecording()
  const symbols = [...recorded.instruments.keys()]
  const pair = await startPair({
    sim: ['--recording', dataFile(FILE), '--speed', String(SPEED)],
    md: (endpoint) => ['--venue', 'kraken-v1', '--endpoint', `${endpoint.replace(/^http/, 'ws')}/kraken`, '--symbol', symbols.join(',')],
  })
  const told = listen(pair, symbols[0] ?? '')
  const fromMs = performance.now()
  const started = await invalidBooks(pair, 'at the start')
  const played: Awaited<ReturnType<typeof play>>[] = []
  for (const trouble of [astray, ...troublesOf(times, ['messages'])]) played.push(await play(pair, told, { trouble, forMs: times.forMs }))
  const lost = await mismatchesOf(pair)
  let differing: readonly string[] = symbols
  const isEqual = async (): Promise<boolean> => {
    differing = await unlike(pair, recorded)
    return differing.length === 0
  }
  await until('the books of the recording at its end', isEqual, { withinMs: FINAL_WITHIN_MS, everyMs: 500 }).catch(() => false)
  const { connections } = await pair.health()
  const attempts = connections.reduce((total, connection) => total + connection.attempts, 0)
  const spanMs = Math.round(performance.now() - fromMs)
  const ends = await pair.stop()
  const problems = [
    ...ends,
    ...started,
    ...played.flatMap((one) => one.problems),
    ...differing.map((symbol) => `the book of '${symbol}' has not the checksum of the venue`),
    ...(lost > 0 ? [] : ['no checksum told of a change that went astray']),
    ...(attempts <= ATTEMPTS_MAX ? [] : [`${attempts} attempts to connect in ${spanMs} ms`]),
  ].map((problem) => `Kraken: ${problem}`)
  const troubles = played.map(({ problems: _, held: __, ...one }) => one)
  process.stdout.write(`${JSON.stringify({ venue: 'kraken', symbols: symbols.length, spanMs, attempts, lost, troubles, problems })}\n`)
  pair.remove()
  return problems
}
