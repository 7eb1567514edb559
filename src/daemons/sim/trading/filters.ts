import { toMoney } from '../../../lib/base/money.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Side } from '../../../lib/model/order.ts'
import type { SimLimits } from '../config.ts'
import { type Market, oppositeOf } from '../market/market.ts'
import { MEAN_MS } from '../market/statistics.ts'
import { refusals } from '../spot/refusal.ts'
import { venuePrice, venueQty } from '../spot/texts.ts'
import type { Account } from './accounts.ts'
import { baseOf, quoteOf } from './amounts.ts'
import { leftLots, type OrderStore, type OrderWish } from './orders.ts'
import { triggersAbove } from './stops.ts'

/** Limits of every symbol that are no part of an instrument. */
const LIMITS = {
  numOrders: 200,
  numAlgoOrders: 5,
  numIcebergOrders: 10,
  icebergParts: 100,
  numOrderLists: 20,
  numOrderAmends: 10,
  marketShare: 10,
  position: '90000',
  trailing: { least: 10, most: 2_000 },
  percent: { up: 5, down: 0.2 },
} as const

/** A new order and where it would stand. */
export interface Subject {
  readonly wish: OrderWish
  readonly market: Market
  readonly account: Account
  readonly store: OrderStore
  readonly limits: SymbolLimits
  /** Mean price of the last minutes, weighted by quantity; null before the first trade. */
  readonly meanTicks: number | null
}

/** What the settings say of a symbol. */
export type SymbolLimits = Pick<SimLimits, 'openOrdersCount'>

/** One rule of a symbol: what the venue prints of it, and what it lets pass. */
interface Filter {
  readonly name: string
  readonly print: (instrument: Instrument, limits: SymbolLimits) => Readonly<Record<string, unknown>>
  readonly passes: (subject: Subject) => boolean
}

const MEAN_MINS = MEAN_MS / 60_000
const always = (): boolean => true
const marketMaxLots = ({ maxQtyLots }: Instrument): number => Math.floor(maxQtyLots / LIMITS.marketShare)
const openMax = ({ openOrdersCount = LIMITS.numOrders }: SymbolLimits): number => openOrdersCount
const openOf = ({ store, wish }: Subject) => store.openOrders(wish.account, wish.instrument.symbol)

/** The price that an order is valued at; 0 when the market has none yet. */
const valuedTicks = ({ wish, market, meanTicks }: Subject): number => {
  if (wish.type !== 'market') return wish.ticks
  if (wish.stop !== undefined && wish.stop.ticks > 0) return wish.stop.ticks
  return meanTicks ?? market.touchTicks(oppositeOf(wish.side)) ?? 0
}

const withinPercent = ({ wish, meanTicks }: Subject): boolean => {
  if (meanTicks === null || wish.type === 'market') return true
  return wish.ticks <= meanTicks * LIMITS.percent.up && wish.ticks >= meanTicks * LIMITS.percent.down
}

const withinNotional = (subject: Subject): boolean => {
  const { instrument, lots, type } = subject.wish
  const ticks = valuedTicks(subject)
  if (ticks === 0) return true
  const value = quoteOf(instrument, ticks, lots)
  const most = toMoney(instrument.maxNotional)
  return value >= toMoney(instrument.minNotional) && (type === 'market' || most === 0n || value <= most)
}

const withinPosition = (subject: Subject): boolean => {
  const { wish, account } = subject
  if (wish.side === 'sell') return true
  const held = account.balances.get(wish.instrument.baseAsset)
  const bought = openOf(subject).reduce((sum, order) => sum + (order.side === 'buy' ? leftLots(order) : 0), wish.lots)
  return (held?.free ?? 0n) + (held?.locked ?? 0n) + baseOf(wish.instrument, bought) <= toMoney(LIMITS.position)
}

const withinDelta = ({ wish: { stop } }: Subject): boolean => {
  const bips = stop?.trailingBips ?? 0
  return bips === 0 || (bips >= LIMITS.trailing.least && bips <= LIMITS.trailing.most)
}

const parts = ({ lots, icebergLots }: OrderWish): number => (icebergLots === undefined ? 1 : Math.ceil(lots / icebergLots))

const FILTERS: readonly Filter[] = [
  {
    name: 'PRICE_FILTER',
    print: (instrument) => ({
      minPrice: venuePrice(instrument, instrument.minPriceTicks),
      maxPrice: venuePrice(instrument, instrument.maxPriceTicks),
      tickSize: venuePrice(instrument, 1),
    }),
    passes: always,
  },
  {
    name: 'LOT_SIZE',
    print: (instrument) => ({
      minQty: venueQty(instrument, instrument.minQtyLots),
      maxQty: venueQty(instrument, instrument.maxQtyLots),
      stepSize: venueQty(instrument, 1),
    }),
    passes: ({ wish: { icebergLots, instrument } }) => icebergLots === undefined || icebergLots >= instrument.minQtyLots,
  },
  { name: 'ICEBERG_PARTS', print: () => ({ limit: LIMITS.icebergParts }), passes: ({ wish }) => parts(wish) <= LIMITS.icebergParts },
  {
    name: 'MARKET_LOT_SIZE',
    print: (instrument) => ({ minQty: venueQty(instrument, 0), maxQty: venueQty(instrument, marketMaxLots(instrument)), stepSize: venueQty(instrument, 0) }),
    passes: ({ wish }) => wish.type !== 'market' || wish.lots <= marketMaxLots(wish.instrument),
  },
  {
    name: 'TRAILING_DELTA',
    print: () => ({
      minTrailingAboveDelta: LIMITS.trailing.least,
      maxTrailingAboveDelta: LIMITS.trailing.most,
      minTrailingBelowDelta: LIMITS.trailing.least,
      maxTrailingBelowDelta: LIMITS.trailing.most,
    }),
    passes: withinDelta,
  },
  {
    name: 'PERCENT_PRICE_BY_SIDE',
    print: () => ({
      bidMultiplierUp: String(LIMITS.percent.up),
      bidMultiplierDown: String(LIMITS.percent.down),
      askMultiplierUp: String(LIMITS.percent.up),
      askMultiplierDown: String(LIMITS.percent.down),
      avgPriceMins: MEAN_MINS,
    }),
    passes: withinPercent,
  },
  {
    name: 'NOTIONAL',
    print: ({ minNotional, maxNotional }) => ({
      minNotional: `${minNotional}.00000000`,
      applyMinToMarket: true,
      maxNotional: `${maxNotional}.00000000`,
      applyMaxToMarket: false,
      avgPriceMins: MEAN_MINS,
    }),
    passes: withinNotional,
  },
  {
    name: 'MAX_NUM_ORDERS',
    print: (_instrument, limits) => ({ maxNumOrders: openMax(limits) }),
    passes: (subject) => openOf(subject).length < openMax(subject.limits),
  },
  {
    name: 'MAX_NUM_ALGO_ORDERS',
    print: () => ({ maxNumAlgoOrders: LIMITS.numAlgoOrders }),
    passes: (subject) => subject.wish.stop === undefined || openOf(subject).filter(({ stop }) => stop !== undefined).length < LIMITS.numAlgoOrders,
  },
  {
    name: 'MAX_NUM_ICEBERG_ORDERS',
    print: () => ({ maxNumIcebergOrders: LIMITS.numIcebergOrders }),
    passes: (subject) =>
      subject.wish.icebergLots === undefined || openOf(subject).filter(({ icebergLots }) => icebergLots !== undefined).length < LIMITS.numIcebergOrders,
  },
  { name: 'MAX_POSITION', print: () => ({ maxPosition: `${LIMITS.position}.00000000` }), passes: withinPosition },
  { name: 'MAX_NUM_ORDER_LISTS', print: () => ({ maxNumOrderLists: LIMITS.numOrderLists }), passes: always },
  { name: 'MAX_NUM_ORDER_AMENDS', print: () => ({ maxNumOrderAmends: LIMITS.numOrderAmends }), passes: always },
]

/** The rules of a symbol as the venue prints them. */
export const filterTexts = (instrument: Instrument, limits: SymbolLimits = {}): ReadonlyArray<Readonly<Record<string, unknown>>> =>
  FILTERS.map(({ name, print }) => ({ filterType: name, ...print(instrument, limits) }))

/** Refused with -1013 and the name of the first filter that the order fails. */
export const checkFilters = (subject: Subject): void => {
  const failed = FILTERS.find(({ passes }) => !passes(subject))
  if (failed !== undefined) throw refusals.filter(failed.name)
}

/** How many lists an account may have open on a symbol. */
export const listMax: number = LIMITS.numOrderLists

/** How often one order may be amended. */
export const amendMax: number = LIMITS.numOrderAmends

/** True when a stop price lies on the side of the market on which it would trigger at once. */
export const isPast = (side: Side, stop: NonNullable<OrderWish['stop']>, lastTicks: number | null): boolean =>
  lastTicks !== null && stop.ticks > 0 && (triggersAbove(side, stop.kind) ? lastTicks >= stop.ticks : lastTicks <= stop.ticks)
