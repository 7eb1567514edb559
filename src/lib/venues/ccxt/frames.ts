import { epochUs, lots, ticks } from '../../base/units.ts'
import { fromLine } from '../../codec/json.ts'
import type { Instrument } from '../../model/instrument.ts'
import { publicLots, publicTicks } from '../../model/public-level.ts'
import type { Garbled, MarketEvent } from '../market.ts'

type Fields = Readonly<Record<string, unknown>>
type Read = (fields: Fields, instrument: Instrument) => MarketEvent | Garbled

const utf8 = new TextDecoder()
const garbled = (reason: string): Garbled => ({ type: 'garbled', reason })

const price = (value: unknown, instrument: Instrument): number => (typeof value === 'string' ? publicTicks(instrument, value) : Number.NaN)
const size = (value: unknown, instrument: Instrument): number => (typeof value === 'string' ? publicLots(instrument, value) : Number.NaN)
const timeOf = ({ eventMs }: Fields) => epochUs(Number.isSafeInteger(eventMs) ? (eventMs as number) * 1_000 : 0)

/** Levels as ticks, lots ...; null when one makes no sense. */
const levelsOf = (value: unknown, instrument: Instrument): number[] | null => {
  if (!Array.isArray(value)) return null
  const levels = value.flatMap((level) => (Array.isArray(level) ? [price(level[0], instrument), size(level[1], instrument)] : [Number.NaN]))
  return levels.some(Number.isNaN) ? null : levels
}

const bookOf: Read = (fields, instrument) => {
  const [bids, asks] = [levelsOf(fields.bids, instrument), levelsOf(fields.asks, instrument)]
  if (bids === null || asks === null) return garbled("'levels' make no sense")
  return { type: 'book', symbol: instrument.symbol, checksum: null, eventUs: timeOf(fields), bids, asks }
}

const tradeOf: Read = (fields, instrument) => {
  const [priceTicks, qtyLots] = [price(fields.price, instrument), size(fields.qty, instrument)]
  const { side } = fields
  if (Number.isNaN(priceTicks + qtyLots) || (side !== 'buy' && side !== 'sell')) return garbled("'trade' makes no sense")
  const tradeId = typeof fields.tradeId === 'number' && Number.isSafeInteger(fields.tradeId) ? fields.tradeId : 0
  return { type: 'trade', symbol: instrument.symbol, tradeId, priceTicks: ticks(priceTicks), qtyLots: lots(qtyLots), aggressor: side, eventUs: timeOf(fields) }
}

const tickerOf: Read = (fields, instrument) => {
  const [bid, ask] = [price(fields.bid, instrument), price(fields.ask, instrument)]
  const [bidQty, askQty] = [size(fields.bidQty, instrument), size(fields.askQty, instrument)]
  if (Number.isNaN(bid + ask + bidQty + askQty)) return garbled("'ticker' makes no sense")
  const sides = { bidTicks: ticks(bid), bidLots: lots(bidQty), askTicks: ticks(ask), askLots: lots(askQty) }
  return { type: 'ticker', symbol: instrument.symbol, updateId: 0, ...sides }
}

const READERS: Readonly<Record<string, Read>> = { book: bookOf, trade: tradeOf, ticker: tickerOf }

const answerOf = ({ id, problem }: Fields): MarketEvent =>
  typeof id === 'number' ? { type: 'answered', id, problem: typeof problem === 'string' ? problem : null } : { type: 'ignored' }

/** Reads one line of the helper process. */
export const readFrame = (bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | Garbled => {
  const parsed = fromLine(utf8.decode(bytes))
  if (!parsed.ok) return garbled(parsed.error)
  if (typeof parsed.value !== 'object' || parsed.value === null) return garbled("'line' is no object")
  const fields = parsed.value as Fields
  const type = String(fields.type)
  if (type === 'answered') return answerOf(fields)
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  const instrument = instruments.get(String(fields.symbol))
  if (read === undefined || instrument === undefined) return garbled(`'${type.slice(0, 40)}' of '${String(fields.symbol).slice(0, 40)}' is not known`)
  return read(fields, instrument)
}
