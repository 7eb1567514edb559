import { fail, ok, type Result } from '../../base/result.ts'
import { US_PER_S } from '../../base/time.ts'
import { fromLine } from '../../codec/json.ts'
import type { Instrument } from '../../model/instrument.ts'
import type { DepthSnapshot, MarketAnswer, MarketRefusal, MarketRequest, MarketVenue } from '../market.ts'
import { FieldError, fieldsOf, wholeOf } from './fields.ts'
import { parseInstruments } from './instruments.ts'
import { levelsOf } from './levels.ts'
import { readFrame } from './market-frames.ts'

const SNAPSHOT_LEVELS = 5_000
const STREAMS = ['depth@100ms', 'trade', 'bookTicker']

const ask = (path: string, query: string): MarketRequest => ({ method: 'GET', path, query, security: 'none' })

const unreadable = (reason: string): { readonly ok: false; readonly error: MarketRefusal } => fail({ reason, pauseUs: 0 })

/** Seconds of `Retry-After`, which comes with 429 and 418. */
const pauseOf = (headers: Readonly<Record<string, string>>): number => {
  const text = headers['retry-after'] ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) * US_PER_S : 0
}

const bodyOf = (answer: MarketAnswer): Result<string, MarketRefusal> => {
  if (!answer.ok) return unreadable(answer.reason)
  if (answer.status === 200) return ok(answer.body)
  return fail({ reason: `status ${answer.status}: ${answer.body.slice(0, 100)}`, pauseUs: pauseOf(answer.headers) })
}

const snapshotOf = (value: unknown, instrument: Instrument): DepthSnapshot => {
  const fields = fieldsOf(value, 'answer')
  return { lastId: wholeOf(fields, 'lastUpdateId'), bids: levelsOf(fields.bids, instrument), asks: levelsOf(fields.asks, instrument) }
}

const readSnapshot = (answer: MarketAnswer, instrument: Instrument): Result<DepthSnapshot, MarketRefusal> => {
  const body = bodyOf(answer)
  if (!body.ok) return body
  const parsed = fromLine(body.value)
  if (!parsed.ok) return unreadable(parsed.error)
  try {
    return ok(snapshotOf(parsed.value, instrument))
  } catch (error) {
    if (error instanceof FieldError) return unreadable(error.message)
    throw error
  }
}

const readInstruments = (answer: MarketAnswer): Result<readonly Instrument[], MarketRefusal> => {
  const body = bodyOf(answer)
  if (!body.ok) return body
  const parsed = parseInstruments(body.value)
  return parsed.ok ? parsed : unreadable(parsed.error)
}

/** Public market data of Binance Spot over combined streams and REST. */
export const binanceMarket = (): MarketVenue => ({
  name: 'binance',
  streamPath: (symbols) => `/stream?streams=${symbols.flatMap((symbol) => STREAMS.map((stream) => `${symbol.toLowerCase()}@${stream}`)).join('/')}`,
  instruments: () => ask('/api/v3/exchangeInfo', ''),
  snapshot: (symbol) => ask('/api/v3/depth', `symbol=${encodeURIComponent(symbol)}&limit=${SNAPSHOT_LEVELS}`),
  readInstruments,
  readSnapshot,
  readFrame,
})
