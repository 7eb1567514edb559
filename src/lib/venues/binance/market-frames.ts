import { fromMs } from '../../base/time.ts'
import { type EpochUs, EVENT_MS_MAX, lots, ticks } from '../../base/units.ts'
import { fromLine } from '../../codec/json.ts'
import type { Instrument } from '../../model/instrument.ts'
import { hasBareSize } from '../event-rules.ts'
import type { BestPrices, DepthDiff, Garbled, MarketEvent } from '../market.ts'
import { answerOf } from './control-answers.ts'
import { FieldError, type Fields, fieldsOf, textOf, wholeOf } from './fields.ts'
import { FrameScanner } from './frame-scan.ts'
import { levelsOf, lotsOf, ticksOf } from './levels.ts'
import { NEWS } from './news-frames.ts'

const utf8 = new TextDecoder()

const timeOf = (fields: Fields, name: string): EpochUs => {
  const ms = idOf(fields, name)
  if (ms > EVENT_MS_MAX) throw new FieldError(`'${name}' ${ms} is no time in milliseconds`)
  return fromMs(ms)
}

const idOf = (fields: Fields, name: string): number => {
  const id = wholeOf(fields, name)
  if (id < 0) throw new FieldError(`'${name}' ${id} is negative`)
  return id
}

const diffOf = (data: Fields, instrument: Instrument): DepthDiff => {
  const firstId = idOf(data, 'U')
  const lastId = idOf(data, 'u')
  if (firstId > lastId) throw new FieldError(`'U' ${firstId} is above 'u' ${lastId}`)
  const bids = levelsOf(data.b, instrument)
  const asks = levelsOf(data.a, instrument)
  const prevId = data.pu === undefined ? null : idOf(data, 'pu')
  if (prevId !== null && prevId > lastId) throw new FieldError(`'pu' ${prevId} is above 'u' ${lastId}`)
  return { type: 'diff', symbol: instrument.symbol, firstId, lastId, prevId, checksum: null, eventUs: timeOf(data, 'E'), bids, asks }
}

/** Futures announce with zeros what is no print, as a payment of the insurance fund. */
const tradeOf = (data: Fields, instrument: Instrument): MarketEvent => {
  if (typeof data.m !== 'boolean') throw new FieldError("'m' is no truth value")
  const [priceTicks, qtyLots] = [ticksOf(data.p, instrument), lotsOf(data.q, instrument)]
  if (priceTicks === 0 && qtyLots === 0) return { type: 'ignored' }
  if (priceTicks === 0 || qtyLots === 0) throw new FieldError('a print lacks its price or its size')
  return {
    type: 'trade',
    symbol: instrument.symbol,
    tradeId: idOf(data, 't'),
    priceTicks: ticks(priceTicks),
    qtyLots: lots(qtyLots),
    aggressor: data.m ? 'sell' : 'buy',
    eventUs: timeOf(data, 'T'),
  }
}

/** Prints of one taker at one price, as one. */
const aggregateOf = (data: Fields, instrument: Instrument): MarketEvent => tradeOf({ ...data, t: data.a }, instrument)

const tickerOf = (data: Fields, instrument: Instrument): BestPrices => {
  const best = {
    bidTicks: ticks(ticksOf(data.b, instrument)),
    bidLots: lots(lotsOf(data.B, instrument)),
    askTicks: ticks(ticksOf(data.a, instrument)),
    askLots: lots(lotsOf(data.A, instrument)),
  }
  if (hasBareSize(best)) throw new FieldError('a best size has no price')
  return { type: 'ticker', symbol: instrument.symbol, updateId: idOf(data, 'u'), ...best }
}

/** A best-prices event carries no name of its own. */
const EVENTS: Readonly<Record<string, (data: Fields, instrument: Instrument) => MarketEvent>> = {
  depthUpdate: diffOf,
  trade: tradeOf,
  aggTrade: aggregateOf,
  bookTicker: tickerOf,
  ...NEWS,
}

const nameOf = (data: Fields, stream: string): string => {
  if (data.e !== undefined) return textOf(data, 'e')
  return stream.endsWith('@bookTicker') || isBarePrices(data, stream) ? 'bookTicker' : 'unnamed'
}

const isBarePrices = (data: Fields, stream: string): boolean => stream === '' && data.u !== undefined && data.A !== undefined

/** A raw stream sends the events alone. */
const isRawEvent = (frame: Fields): boolean => frame.stream === undefined && (typeof frame.e === 'string' || isBarePrices(frame, ''))

const eventOf = (frame: Fields, instruments: ReadonlyMap<string, Instrument>): MarketEvent => {
  if (frame.stream === undefined && !isRawEvent(frame)) return answerOf(frame)
  const isRaw = isRawEvent(frame)
  const stream = isRaw ? '' : textOf(frame, 'stream')
  const data = isRaw ? frame : fieldsOf(frame.data, 'data')
  const name = nameOf(data, stream)
  if (name === 'serverShutdown') return { type: 'shutdown' }
  const read = Object.hasOwn(EVENTS, name) ? EVENTS[name] : undefined
  if (read === undefined) throw new FieldError(`'${name.slice(0, 40)}' is no known event`)
  const symbol = textOf(data.s === undefined && data.o !== undefined ? fieldsOf(data.o, 'o') : data, 's')
  const instrument = instruments.get(symbol)
  if (instrument === undefined) throw new FieldError(`'${symbol.slice(0, 40)}' is no known symbol`)
  return read(data, instrument)
}

/** Reads one frame through JSON, whatever its form. */
export const readAnyFrame = (bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | Garbled => {
  const parsed = fromLine(utf8.decode(bytes))
  if (!parsed.ok) return { type: 'garbled', reason: parsed.error }
  try {
    return eventOf(fieldsOf(parsed.value, 'frame'), instruments)
  } catch (error) {
    if (error instanceof FieldError) return { type: 'garbled', reason: error.message }
    throw error
  }
}

const scanner = new FrameScanner()

/** Reads one frame of a combined or a raw stream. The levels of a diff hold until the next frame is read. */
export const readFrame = (bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | Garbled =>
  scanner.scan(bytes, instruments) ?? readAnyFrame(bytes, instruments)
