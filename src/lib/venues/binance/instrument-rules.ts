import type { Instrument } from '../../model/instrument.ts'
import type { InstrumentRules, PercentRule } from '../../model/instrument-rules.ts'
import type { Side } from '../../model/order.ts'
import type { VenueResult } from '../../ports/venue.ts'
import type { VenueAnswer } from '../orders.ts'
import { readBody } from './bodies.ts'
import { decimalOf } from './field-values.ts'
import { type Fields, fieldsOf, listOf, textOf, wholeOf } from './fields.ts'
import { SPOT_TYPES } from './order-types.ts'
import { modeOf } from './rare-terms.ts'

type Filters = (...names: readonly string[]) => Fields | undefined

const TRAILING = {
  minAboveBps: 'minTrailingAboveDelta',
  maxAboveBps: 'maxTrailingAboveDelta',
  minBelowBps: 'minTrailingBelowDelta',
  maxBelowBps: 'maxTrailingBelowDelta',
} as const

/** The value of a filter that is there. */
const read = <T>(filter: Fields | undefined, take: (filter: Fields) => T): T | undefined => (filter === undefined ? undefined : take(filter))

const decimalOr = (filter: Fields, name: string): string => (filter[name] === undefined ? '0' : decimalOf(filter, name))

const countOf = (filter: Fields | undefined, name: string): number | undefined => read(filter, (found) => wholeOf(found, name))

const percentBySide = (filter: Fields): Readonly<Record<Side, PercentRule>> => ({
  buy: { up: decimalOr(filter, 'bidMultiplierUp'), down: decimalOr(filter, 'bidMultiplierDown') },
  sell: { up: decimalOr(filter, 'askMultiplierUp'), down: decimalOr(filter, 'askMultiplierDown') },
})

const percentAlike = (filter: Fields): Readonly<Record<Side, PercentRule>> => {
  const rule = { up: decimalOr(filter, 'multiplierUp'), down: decimalOr(filter, 'multiplierDown') }
  return { buy: rule, sell: rule }
}

const percentOf = (filters: Filters): InstrumentRules['percent'] =>
  read(filters('PERCENT_PRICE_BY_SIDE'), percentBySide) ?? read(filters('PERCENT_PRICE'), percentAlike)

const marketQtyOf = (filter: Fields): NonNullable<InstrumentRules['marketQty']> => ({
  min: decimalOr(filter, 'minQty'),
  max: decimalOr(filter, 'maxQty'),
  lot: decimalOr(filter, 'stepSize'),
})

const trailingOf = (filter: Fields): NonNullable<InstrumentRules['trailing']> => {
  const bound = (name: keyof typeof TRAILING): number => wholeOf(filter, TRAILING[name])
  return { minAboveBps: bound('minAboveBps'), maxAboveBps: bound('maxAboveBps'), minBelowBps: bound('minBelowBps'), maxBelowBps: bound('maxBelowBps') }
}

/** What the value filter says of market orders, in its newer or its older form. */
const atMarket = (filters: Filters) => {
  const notional = filters('NOTIONAL')
  const older = filters('MIN_NOTIONAL')
  return {
    minNotionalAtMarket: notional?.applyMinToMarket === true || older?.applyToMarket === true,
    maxNotionalAtMarket: notional?.applyMaxToMarket === true,
  }
}

const wordsIn = <T>(list: unknown, wordOf: (word: unknown) => T | undefined): readonly T[] | undefined =>
  list === undefined ? undefined : listOf(list, 'list').flatMap((word) => wordOf(word) ?? [])

const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

/** Without the entries that say nothing. */
const present = <T extends object>(entries: { readonly [Name in keyof T]: T[Name] | undefined }): T =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as T

/** Everything that a symbol's entry says of orders beside steps and bounds. */
const rulesOf = (entry: Fields): InstrumentRules => {
  const filters = listOf(entry.filters, 'filters').map((filter) => fieldsOf(filter, 'filter'))
  const find: Filters = (...names) => filters.find(({ filterType }) => names.some((name) => name === filterType))
  return present<InstrumentRules>({
    types: wordsIn(entry.orderTypes, (word) => (Object.hasOwn(SPOT_TYPES, String(word)) ? SPOT_TYPES[String(word)] : undefined)),
    selfTradePreventions: wordsIn(entry.allowedSelfTradePreventionModes, modeOf),
    takesIceberg: flag(entry.icebergAllowed),
    takesTrailing: flag(entry.allowTrailingStop),
    takesQuoteQty: flag(entry.quoteOrderQtyMarketAllowed),
    quoteDecimals: entry.quotePrecision === undefined ? undefined : wholeOf(entry, 'quotePrecision'),
    marketQty: read(find('MARKET_LOT_SIZE'), marketQtyOf),
    ...atMarket(find),
    percent: percentOf(find),
    trailing: read(find('TRAILING_DELTA'), trailingOf),
    maxOrdersCount: countOf(find('MAX_NUM_ORDERS'), 'maxNumOrders'),
    maxConditionalCount: countOf(find('MAX_NUM_ALGO_ORDERS'), 'maxNumAlgoOrders'),
    maxIcebergCount: countOf(find('MAX_NUM_ICEBERG_ORDERS'), 'maxNumIcebergOrders'),
    maxIcebergPartsCount: countOf(find('ICEBERG_PARTS'), 'limit'),
    maxPosition: read(find('MAX_POSITION'), (filter) => decimalOr(filter, 'maxPosition')),
  })
}

const rulesBySymbol = (body: unknown): ReadonlyMap<string, InstrumentRules> =>
  new Map(
    listOf(fieldsOf(body, 'answer').symbols, 'symbols')
      .map((entry) => fieldsOf(entry, 'symbol'))
      .map((entry) => [textOf(entry, 'symbol'), rulesOf(entry)]),
  )

/** Instruments with the rules that the same answer of `exchangeInfo` lists for orders. */
export const withRules = (answer: VenueAnswer<readonly Instrument[]>, result: VenueResult): VenueAnswer<readonly Instrument[]> => {
  if (answer.kind !== 'found') return answer
  const rules = readBody(result, rulesBySymbol)
  if (rules.kind !== 'found') return rules
  return { kind: 'found', value: answer.value.map((instrument) => ({ ...instrument, rules: rules.value.get(instrument.symbol) ?? {} })) }
}
