import { fail, ok, type Result } from '../../base/result.ts'
import { fromLine } from '../../codec/json.ts'
import { fromInfo } from '../../contracts/instrument-info.ts'
import type { InstrumentInfo } from '../../contracts/market.ts'
import type { Instrument } from '../../model/instrument.ts'
import { FieldError, type Fields, fieldsOf, listOf, textOf } from './fields.ts'

const SYMBOL = /^[A-Z0-9_-]{1,32}$/
const STATUS: ReadonlyMap<string, Instrument['status']> = new Map([
  ['TRADING', 'trading'],
  ['CANCEL_ONLY', 'cancelOnly'],
])
/** A rule that is switched off is written as zero, or its filter is missing. */
const UNLIMITED = '999999999999999999'
const OFF: Fields = {}

const filterOf = (filters: readonly unknown[], ...names: readonly string[]): Fields | undefined =>
  filters.map((filter) => fieldsOf(filter, 'filter')).find(({ filterType }) => names.some((name) => name === filterType))

const upperLimit = (filter: Fields, name: string): string => {
  const text = textOf(filter, name)
  return /^[0.]+$/.test(text) ? UNLIMITED : text
}

const limitOr = (filter: Fields, name: string, otherwise: string): string => (filter[name] === undefined ? otherwise : textOf(filter, name))

const infoOf = (entry: Fields, venue: string): InstrumentInfo | null => {
  const filters = listOf(entry.filters, 'filters')
  const price = filterOf(filters, 'PRICE_FILTER')
  const size = filterOf(filters, 'LOT_SIZE')
  if (price === undefined || size === undefined) return null
  const notional = filterOf(filters, 'NOTIONAL', 'MIN_NOTIONAL') ?? OFF
  return {
    symbol: textOf(entry, 'symbol'),
    venue,
    baseAsset: textOf(entry, 'baseAsset'),
    quoteAsset: textOf(entry, 'quoteAsset'),
    status: STATUS.get(textOf(entry, 'status')) ?? 'halted',
    tickSize: textOf(price, 'tickSize'),
    lotSize: textOf(size, 'stepSize'),
    minPrice: textOf(price, 'minPrice'),
    maxPrice: upperLimit(price, 'maxPrice'),
    minQty: textOf(size, 'minQty'),
    maxQty: upperLimit(size, 'maxQty'),
    minNotional: limitOr(notional, notional.notional === undefined ? 'minNotional' : 'notional', '0'),
    maxNotional: limitOr(notional, 'maxNotional', '0'),
  }
}

const instrumentOf = (value: unknown, venue: string): Instrument[] => {
  const info = infoOf(fieldsOf(value, 'symbol'), venue)
  if (info === null || !SYMBOL.test(info.symbol)) return []
  const instrument = fromInfo(info)
  return instrument.ok ? [instrument.value] : []
}

/** Instruments in an answer of `exchangeInfo`; one whose rules cannot be counted in ticks and lots, or whose name cannot be a topic, is left out. */
export const parseInstruments = (body: string, venue = 'binance'): Result<readonly Instrument[]> => {
  const parsed = fromLine(body)
  if (!parsed.ok) return parsed
  try {
    return ok(listOf(fieldsOf(parsed.value, 'answer').symbols, 'symbols').flatMap((value) => instrumentOf(value, venue)))
  } catch (error) {
    if (error instanceof FieldError) return fail(error.message)
    throw error
  }
}
