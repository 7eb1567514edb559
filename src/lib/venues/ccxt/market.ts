import { BugError } from '../../base/errors.ts'
import { fail, ok, type Result } from '../../base/result.ts'
import { fromLine } from '../../codec/json.ts'
import { validator } from '../../codec/schema.ts'
import { fromInfo } from '../../contracts/instrument-info.ts'
import { InstrumentInfo } from '../../contracts/market.ts'
import type { Instrument } from '../../model/instrument.ts'
import type { MarketAnswer, MarketRefusal, MarketRoute, MarketVenue } from '../market.ts'
import { readFrame } from './frames.ts'

const refused = (reason: string): { readonly ok: false; readonly error: MarketRefusal } => fail({ reason, pauseUs: 0 })

const readInstruments = (answer: MarketAnswer): Result<readonly Instrument[], MarketRefusal> => {
  if (!answer.ok) return refused(answer.reason)
  const parsed = fromLine(answer.body)
  if (!parsed.ok) return refused(parsed.error)
  if (!Array.isArray(parsed.value)) return refused("'answer' is no list")
  return ok(parsed.value.flatMap(instrumentOf))
}

const checkInfo = validator(InstrumentInfo)

/** None where the helper's words make no sense. */
const instrumentOf = (value: unknown): Instrument[] => {
  const info = checkInfo(value)
  const instrument = info.ok ? fromInfo(info.value) : info
  return instrument.ok ? [instrument.value] : []
}

const NAMES: Readonly<Record<string, string>> = { book: 'book', trades: 'trade', ticker: 'ticker' }

const route = (channels: readonly string[]): MarketRoute => {
  const names = channels.flatMap((channel) => (Object.hasOwn(NAMES, channel) ? [NAMES[channel] ?? ''] : []))
  return { name: 'process', carriesBooks: names.includes('book'), streams: (symbol) => names.map((name) => `${name}:${symbol}`), path: () => '/' }
}

const control =
  (method: string) =>
  (streams: readonly string[], id: number): string =>
    JSON.stringify({ method, streams, id })

/** A venue that the ccxt library speaks to in a process of its own: every message is a whole book, which nothing proves. */
export const ccxtMarket = (id: string): MarketVenue => ({
  name: `ccxt:${id}`,
  traits: {
    proof: 'none',
    depths: [],
    keptLevels: null,
    streamsPerLink: 300,
    streamsPerPath: 0,
    streamsPerMessage: 100,
    messagesPerS: 100,
    lifeMs: null,
    weightPerMinute: null,
    instrumentsWeight: 0,
  },
  routes: (channels) => [route(channels)],
  bookStream: (symbol) => `book:${symbol}`,
  subscribe: control('subscribe'),
  unsubscribe: control('unsubscribe'),
  instruments: () => ({ method: 'GET', path: '/instruments', params: [], security: 'none' }),
  snapshot: () => ({ method: 'GET', path: '/book', params: [], security: 'none' }),
  readInstruments,
  readSnapshot: () => refused('the stream brings the book'),
  readWeight: () => null,
  checksum: () => {
    throw new BugError('this venue has no checksums')
  },
  readFrame,
})
