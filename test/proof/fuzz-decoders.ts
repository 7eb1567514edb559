import { readRecordedLine } from '../../src/daemons/md/verify/recorded-line.ts'
import type { Result } from '../../src/lib/base/result.ts'
import type { Instrument } from '../../src/lib/model/instrument.ts'
import { binanceMarket, binanceUsdmMarket } from '../../src/lib/venues/binance/market.ts'
import { readAnyFrame, readFrame } from '../../src/lib/venues/binance/market-frames.ts'
import { ccxtMarket } from '../../src/lib/venues/ccxt/market.ts'
import { krakenFirstMarket } from '../../src/lib/venues/kraken/first-market.ts'
import { krakenMarket } from '../../src/lib/venues/kraken/market.ts'
import type { MarketAnswer, MarketRefusal, MarketVenue } from '../../src/lib/venues/market.ts'
import { btcusdt, utf8Bytes } from '../kit/market-texts.ts'
import { eventProblem, instrumentProblem, snapshotProblem } from '../kit/sound-events.ts'
import { playedOf } from './fuzz-played.ts'
import { FRAMES, INSTRUMENTS, LINES, SNAPSHOTS } from './fuzz-texts.ts'

/** What a decoder made of one input: `garbled`, or the kind of thing, and what of its promises does not hold. */
interface Decoded {
  readonly kind: string
  readonly problem: string | null
}

/** Something that reads bytes of others. */
export interface Decoder {
  readonly name: string
  /** Good inputs. */
  readonly inputs: readonly Uint8Array[]
  readonly read: (bytes: Uint8Array) => Decoded
}

const utf8 = new TextDecoder()
const instruments: ReadonlyMap<string, Instrument> = new Map(['BTCUSDT', 'XBT-USD', 'BTC-USD'].map((symbol) => [symbol, { ...btcusdt, symbol }]))

const garbled = (reason: string): Decoded => ({ kind: 'garbled', problem: reason.length > 0 ? null : 'a refusal has a reason' })

const frames = ({ readFrame }: Pick<MarketVenue, 'readFrame'>, bytes: Uint8Array): Decoded => {
  const event = readFrame(bytes, instruments)
  if (event.type === 'garbled') return garbled(event.reason)
  return { kind: event.type === 'news' ? event.kind : event.type, problem: eventProblem(event, instruments) }
}

const plain = (value: unknown): string => JSON.stringify(value, (_, inner) => (inner instanceof Float64Array ? Array.from(inner) : inner))

/** The quick reader and the general one say the same. */
const twice = (venue: MarketVenue, bytes: Uint8Array): Decoded => {
  const quick = plain(readFrame(bytes, instruments))
  const isSame = quick === plain(readAnyFrame(bytes, instruments))
  return isSame ? frames(venue, bytes) : { kind: 'twice', problem: 'both readers say the same' }
}

const answered = (bytes: Uint8Array): MarketAnswer => ({ ok: true, status: 200, headers: {}, body: utf8.decode(bytes), sentMonoUs: 0 })

const judged = <T>(kind: string, read: Result<T, MarketRefusal>, problemOf: (value: T) => string | null): Decoded =>
  read.ok ? { kind, problem: problemOf(read.value) } : garbled(read.error.reason)

const first = (problems: readonly (string | null)[]): string | null => problems.find((problem) => problem !== null) ?? null

const line = (venue: MarketVenue, bytes: Uint8Array): Decoded => {
  const read = readRecordedLine(bytes)
  if (read === null) return garbled('no line')
  const { problem } = frames(venue, read.frame)
  return { kind: 'line', problem: Number.isSafeInteger(read.atUs) && read.atUs >= 0 ? problem : 'its time is one' }
}

/** Whatever is thrown is the damage of the line. */
const played = (bytes: Uint8Array): Decoded => {
  try {
    const read = playedOf(bytes, btcusdt)
    if (read === null) return garbled('no line')
    return { kind: read.type, problem: read.type === 'snapshot' ? snapshotProblem(read) : eventProblem(read, instruments) }
  } catch (error) {
    return garbled(String(error))
  }
}

const [spot, usdm, kraken, first1, ccxt] = [binanceMarket(), binanceUsdmMarket(), krakenMarket(), krakenFirstMarket(), ccxtMarket('okx')]

const snapshots = (venue: MarketVenue) => (bytes: Uint8Array) => judged('snapshot', venue.readSnapshot(answered(bytes), btcusdt), snapshotProblem)
const lists = (venue: MarketVenue) => (bytes: Uint8Array) =>
  judged('instruments', venue.readInstruments(answered(bytes)), (read) => first(read.map(instrumentProblem)))

const READERS: Readonly<Record<string, readonly [readonly string[], Decoder['read']]>> = {
  binance: [FRAMES.spot, (bytes) => twice(spot, bytes)],
  'binance-usdm': [FRAMES.usdm, (bytes) => twice(usdm, bytes)],
  kraken: [FRAMES.kraken, (bytes) => frames(kraken, bytes)],
  'kraken-v1': [FRAMES.krakenFirst, (bytes) => frames(first1, bytes)],
  ccxt: [FRAMES.ccxt, (bytes) => frames(ccxt, bytes)],
  'recording line': [LINES, (bytes) => line(spot, bytes)],
  'played line': [[...LINES, ...SNAPSHOTS.map((text) => `1723161253937085768 ${text}`)], played],
  snapshot: [SNAPSHOTS, snapshots(spot)],
  'binance instruments': [INSTRUMENTS.binance, lists(spot)],
  'kraken instruments': [INSTRUMENTS.kraken, lists(kraken)],
  'ccxt instruments': [INSTRUMENTS.ccxt, lists(ccxt)],
}

export const decoders: readonly Decoder[] = Object.entries(READERS).map(([name, [texts, read]]) => ({ name, inputs: texts.map(utf8Bytes), read }))
