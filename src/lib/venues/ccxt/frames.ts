import { type EpochUs, EVENT_MS_MAX, epochUs, lots, ticks } from '../../base/units.ts'
import { fromLine } from '../../codec/json.ts'
import type { Instrument } from '../../model/instrument.ts'
import { isBestFirst } from '../../model/level-order.ts'
import { publicLots, publicTicks } from '../../model/public-level.ts'
import { hasBareSize, isControlId } from '../event-rules.ts'
import type { Garbled, MarketEvent } from '../market.ts'

type Fields = Readonly<Record<string, unknown>>
/** Null: it makes no sense. */
type Read = (fields: Fields, instrument: Instrument) => MarketEvent | null

const utf8 = new TextDecoder()
const REASON_LENGTH_MAX = 100
const garbled = (reason: string): Garbled => ({ type: 'garbled', reason })

const price = (value: unknown, instrument: Instrument): number => (typeof value === 'string' ? publicTicks(instrument, value) : Number.NaN)
const size = (value: unknown, instrument: Instrument): number => (typeof value === 'string' ? publicLots(instrument, value) : Number.NaN)
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/** Zero where the venue tells no time. */
const timeOf = ({ eventMs = 0 }: Fields): EpochUs | null => (isCount(eventMs) && eventMs <= EVENT_MS_MAX ? epochUs(eventMs * 1_000) : null)

/** Levels as ticks, lots ...; null when one makes no sense. */
const levelsOf = (value: unknown, instrument: Instrument): number[] | null => {
  if (!Array.isArray(value)) return null
  const levels: number[] = []
  for (const level of value) {
    if (!Array.isArray(level)) return null
    const [levelTicks, levelLots] = [price(level[0], instrument), size(level[1], instrument)]
    if (Number.isNaN(levelTicks + levelLots) || levelTicks === 0) return null
    levels.push(levelTicks, levelLots)
  }
  return levels
}

const bookOf: Read = (fields, instrument) => {
  const [bids, asks, eventUs] = [levelsOf(fields.bids, instrument), levelsOf(fields.asks, instrument), timeOf(fields)]
  if (bids === null || asks === null || eventUs === null || !isBestFirst({ bids, asks })) return null
  return { type: 'book', symbol: instrument.symbol, checksum: null, eventUs, bids, asks }
}

const tradeOf: Read = (fields, instrument) => {
  const [priceTicks, qtyLots, eventUs] = [price(fields.price, instrument), size(fields.qty, instrument), timeOf(fields)]
  const { side, tradeId } = fields
  if (!(priceTicks > 0 && qtyLots > 0) || (side !== 'buy' && side !== 'sell') || eventUs === null) return null
  const print = { priceTicks: ticks(priceTicks), qtyLots: lots(qtyLots), aggressor: side, eventUs } as const
  return { type: 'trade', symbol: instrument.symbol, tradeId: isCount(tradeId) ? tradeId : 0, ...print }
}

const tickerOf: Read = (fields, instrument) => {
  const [bid, ask] = [price(fields.bid, instrument), price(fields.ask, instrument)]
  const [bidQty, askQty] = [size(fields.bidQty, instrument), size(fields.askQty, instrument)]
  if (Number.isNaN(bid + ask + bidQty + askQty)) return null
  const best = { bidTicks: ticks(bid), bidLots: lots(bidQty), askTicks: ticks(ask), askLots: lots(askQty) }
  return hasBareSize(best) ? null : { type: 'ticker', symbol: instrument.symbol, updateId: 0, ...best }
}

const READERS: Readonly<Record<string, Read>> = { book: bookOf, trade: tradeOf, ticker: tickerOf }

const answerOf = ({ id, problem = null }: Fields): MarketEvent | Garbled => {
  if (!isControlId(id)) return { type: 'ignored' }
  if (problem !== null && (typeof problem !== 'string' || problem === '')) return garbled("'problem' is no text")
  return { type: 'answered', id, problem: problem?.slice(0, REASON_LENGTH_MAX) ?? null }
}

/** Reads one line of the helper process. */
export const readFrame = (bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | Garbled => {
  const parsed = fromLine(utf8.decode(bytes))
  if (!parsed.ok) return garbled(parsed.error)
  if (typeof parsed.value !== 'object' || parsed.value === null) return garbled("'line' is no object")
  const fields = parsed.value as Fields
  const { type, symbol } = fields
  if (typeof type !== 'string') return garbled("'type' is no text")
  if (type === 'answered') return answerOf(fields)
  if (typeof symbol !== 'string') return garbled("'symbol' is no text")
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  const instrument = instruments.get(symbol)
  if (read === undefined || instrument === undefined) return garbled(`'${type.slice(0, 40)}' of '${symbol.slice(0, 40)}' is not known`)
  return read(fields, instrument) ?? garbled(`'${type}' makes no sense`)
}
