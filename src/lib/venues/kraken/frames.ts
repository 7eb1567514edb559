import { lots, ticks } from '../../base/units.ts'
import type { Instrument } from '../../model/instrument.ts'
import { isBestFirst } from '../../model/level-order.ts'
import { hasBareSize, isControlId } from '../event-rules.ts'
import type { Garbled, MarketEvent, SingleEvent } from '../market.ts'
import { type Fields, fieldsOf, KrakenFieldError, listOf, reasonOf, textOf } from './fields.ts'
import { symbolOf } from './instruments.ts'
import { isoUs } from './times.ts'
import { checksumIn, levelsOf, lotsOf, ticksOf } from './values.ts'

type Instruments = ReadonlyMap<string, Instrument>
type Read = (entry: Fields, instrument: Instrument, kind: string) => SingleEvent

const utf8 = new TextDecoder()
/** Decimals that must stay as they are printed: as numbers they would lose digits. */
const DECIMALS: ReadonlySet<string> = new Set(['price', 'qty', 'bid', 'bid_qty', 'ask', 'ask_qty'])

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown
const asPrinted: Reviver = (key, value, context) => (typeof value === 'number' && DECIMALS.has(key) ? (context?.source ?? value) : value)

const entryOf = (value: unknown): readonly [unknown, unknown] => {
  const { price, qty } = fieldsOf(value, 'level')
  return [price, qty]
}

const bookOf: Read = (entry, instrument, kind) => {
  const sides = { bids: levelsOf(entry.bids, instrument, entryOf), asks: levelsOf(entry.asks, instrument, entryOf) }
  const common = { symbol: instrument.symbol, checksum: checksumIn(entry.checksum), eventUs: isoUs(entry.timestamp ?? '1970-01-01T00:00:00Z'), ...sides }
  if (kind === 'update') return { type: 'diff', firstId: 0, lastId: 0, prevId: null, ...common }
  if (kind !== 'snapshot') throw new KrakenFieldError(`'${kind.slice(0, 40)}' is neither a snapshot nor an update`)
  if (!isBestFirst(sides)) throw new KrakenFieldError('the levels are not best first')
  return { type: 'book', ...common }
}

const tradeOf: Read = (entry, instrument) => {
  const { side, trade_id: tradeId } = entry
  if (side !== 'buy' && side !== 'sell') throw new KrakenFieldError("'side' is neither buy nor sell")
  if (typeof tradeId !== 'number' || !Number.isSafeInteger(tradeId) || tradeId < 0) throw new KrakenFieldError("'trade_id' is no whole number")
  const [priceTicks, qtyLots] = [ticksOf(entry.price, instrument), lotsOf(entry.qty, instrument)]
  if (priceTicks === 0 || qtyLots === 0) throw new KrakenFieldError('a print lacks its price or its size')
  return {
    type: 'trade',
    symbol: instrument.symbol,
    tradeId,
    priceTicks: ticks(priceTicks),
    qtyLots: lots(qtyLots),
    aggressor: side,
    eventUs: isoUs(entry.timestamp),
  }
}

const tickerOf: Read = (entry, instrument) => {
  const best = {
    bidTicks: ticks(ticksOf(entry.bid, instrument)),
    bidLots: lots(lotsOf(entry.bid_qty, instrument)),
    askTicks: ticks(ticksOf(entry.ask, instrument)),
    askLots: lots(lotsOf(entry.ask_qty, instrument)),
  }
  if (hasBareSize(best)) throw new KrakenFieldError('a best size has no price')
  return { type: 'ticker', symbol: instrument.symbol, updateId: 0, ...best }
}

const CHANNELS: Readonly<Record<string, Read>> = { book: bookOf, trade: tradeOf, ticker: tickerOf }

/** Each symbol of a message is answered alone: a success names it in its result, a refusal beside its reason. */
const answerOf = ({ req_id: id, success, error, symbol, result }: Fields): MarketEvent => {
  if (!isControlId(id)) return { type: 'ignored' }
  const pair = symbol ?? Object(result).symbol
  const about = typeof pair === 'string' ? { symbol: symbolOf(pair) } : {}
  return { type: 'answered', id, ...about, problem: success === true ? null : reasonOf(error) }
}

const eventsOf = (frame: Fields, instruments: Instruments): MarketEvent => {
  if (frame.method !== undefined) return answerOf(frame)
  const channel = textOf(frame.channel, 'channel')
  const read = Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined
  if (read === undefined) return { type: 'ignored' }
  const events = listOf(frame.data, 'data').map((value) => {
    const entry = fieldsOf(value, 'entry')
    const symbol = textOf(entry.symbol, 'symbol')
    const instrument = instruments.get(symbolOf(symbol))
    if (instrument === undefined) throw new KrakenFieldError(`'${symbol.slice(0, 40)}' is no known symbol`)
    return read(entry, instrument, textOf(frame.type, 'type'))
  })
  const [only] = events
  if (only === undefined) return { type: 'ignored' }
  return events.length === 1 ? only : { type: 'batch', events }
}

/** Reads one frame of the second version of the interface. */
export const readFrame = (bytes: Uint8Array, instruments: Instruments): MarketEvent | Garbled => {
  try {
    return eventsOf(fieldsOf(JSON.parse(utf8.decode(bytes), asPrinted), 'frame'), instruments)
  } catch (error) {
    if (error instanceof KrakenFieldError || error instanceof SyntaxError) return { type: 'garbled', reason: error.message.slice(0, 100) }
    throw error
  }
}
