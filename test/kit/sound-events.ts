import { validator } from '../../src/lib/codec/schema.ts'
import { Kline, Liquidation, Mark } from '../../src/lib/contracts/market.ts'
import type { Instrument } from '../../src/lib/model/instrument.ts'
import type { DepthSnapshot, MarketEvent, News, SingleEvent } from '../../src/lib/venues/market.ts'

const CHECKSUM_MAX = 0xffffffff
const PROBLEM_LENGTH_MAX = 100

/** True of what holds, by the sentence that names it. */
type Claims = Readonly<Record<string, boolean>>
type Check<Type extends MarketEvent['type']> = (event: Extract<MarketEvent, { type: Type }>) => Claims

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
const isTime = isCount
const isChecksum = (checksum: number | null): boolean => checksum === null || (isCount(checksum) && checksum <= CHECKSUM_MAX)
const everyTicks = (levels: ArrayLike<number>): number[] => Array.from(levels).filter((_, index) => index % 2 === 0)
const areLevels = (levels: ArrayLike<number>): boolean => levels.length % 2 === 0 && Array.from(levels).every(isCount) && !everyTicks(levels).includes(0)
const isOrdered = (levels: ArrayLike<number>, sign: 1 | -1): boolean =>
  everyTicks(levels).every((ticks, index, all) => index === 0 || (ticks - (all[index - 1] ?? 0)) * sign > 0)

const sides = ({ bids, asks }: { readonly bids: ArrayLike<number>; readonly asks: ArrayLike<number> }): Claims => ({
  'levels are a price of one tick or more and a size each': areLevels(bids) && areLevels(asks),
})

const images = (sidesOf: { readonly bids: ArrayLike<number>; readonly asks: ArrayLike<number> }): Claims => ({
  ...sides(sidesOf),
  'bids fall and asks rise without a repeat': isOrdered(sidesOf.bids, -1) && isOrdered(sidesOf.asks, 1),
})

const NEWS_BODIES: Readonly<Record<News['kind'], (body: unknown) => { readonly ok: boolean }>> = {
  mark: validator(Mark),
  liquidation: validator(Liquidation),
  kline: validator(Kline),
}

const klineClaims = ({ open, high, low, close, openUs, closeUs }: Kline): Claims => ({
  'a bar ends after it begins': openUs <= closeUs,
  'a bar lies between its high and its low': [open, close].every((price) => Number(low) <= Number(price) && Number(price) <= Number(high)),
})

const CHECKS: { readonly [Type in MarketEvent['type']]: Check<Type> } = {
  diff: (event) => ({
    ...sides(event),
    'ids are counts in order': isCount(event.firstId) && isCount(event.lastId) && event.firstId <= event.lastId,
    'the diff before is not behind it': event.prevId === null || (isCount(event.prevId) && event.prevId <= event.lastId),
    'the checksum has 32 bits': isChecksum(event.checksum),
    'its time is one': isTime(event.eventUs),
  }),
  book: (event) => ({ ...images(event), 'the checksum has 32 bits': isChecksum(event.checksum), 'its time is one': isTime(event.eventUs) }),
  trade: ({ tradeId, priceTicks, qtyLots, eventUs, aggressor }) => ({
    'a print has a price and a size': isCount(priceTicks) && isCount(qtyLots) && priceTicks > 0 && qtyLots > 0,
    'its id is a count': isCount(tradeId),
    'its time is one': isTime(eventUs),
    'its aggressor is a side': aggressor === 'buy' || aggressor === 'sell',
  }),
  ticker: ({ updateId, bidTicks, bidLots, askTicks, askLots }) => ({
    'its id is a count': isCount(updateId),
    'prices and sizes are counts': [bidTicks, bidLots, askTicks, askLots].every(isCount),
    'no size is without a price': (bidTicks > 0 || bidLots === 0) && (askTicks > 0 || askLots === 0),
  }),
  news: ({ kind, body, symbol }) => ({
    'its body is as its contract says': NEWS_BODIES[kind](body).ok && body.symbol === symbol,
    ...(kind === 'kline' ? klineClaims(body) : {}),
  }),
  answered: ({ id, symbol = '', problem }) => ({
    'its symbol is a text': typeof symbol === 'string',
    'its id is a count': isCount(id),
    'its problem is a short text': problem === null || (typeof problem === 'string' && problem.length > 0 && problem.length <= PROBLEM_LENGTH_MAX),
  }),
  batch: ({ events }) => ({ 'it holds events': events.length > 0 }),
  shutdown: () => ({}),
  ignored: () => ({}),
}

const brokenOf = (claims: Claims): string | null => Object.entries(claims).find(([, holds]) => !holds)?.[0] ?? null

const singleProblem = (event: SingleEvent, instruments: ReadonlyMap<string, Instrument>): string | null => {
  const isKnown = !('symbol' in event) || event.type === 'answered' || instruments.has(event.symbol)
  if (!isKnown) return 'its symbol is known'
  return brokenOf((CHECKS[event.type] as (event: SingleEvent) => Claims)(event))
}

/** What a decoder promises of an event and does not hold, as a sentence; null for a sound one. */
export const eventProblem = (event: MarketEvent, instruments: ReadonlyMap<string, Instrument>): string | null => {
  if (event.type !== 'batch') return singleProblem(event, instruments)
  return brokenOf(CHECKS.batch(event)) ?? event.events.map((single) => singleProblem(single, instruments)).find((problem) => problem !== null) ?? null
}

/** The same of a snapshot. */
export const snapshotProblem = (snapshot: DepthSnapshot): string | null => brokenOf({ ...images(snapshot), 'its id is a count': isCount(snapshot.lastId) })

/** The same of an instrument. */
export const instrumentProblem = (instrument: Instrument): string | null => {
  const { symbol, priceDecimals, qtyDecimals, tickUnits, lotUnits, minPriceTicks, maxPriceTicks, minQtyLots, maxQtyLots } = instrument
  return brokenOf({
    'its symbol can be a topic': /^[A-Z0-9_-]{1,32}$/.test(symbol),
    'its steps are counts': [priceDecimals, qtyDecimals].every(isCount) && [tickUnits, lotUnits].every((units) => isCount(units) && units > 0),
    'its limits are counts': [minPriceTicks, maxPriceTicks, minQtyLots, maxQtyLots].every(isCount),
    'its limits are in order': minPriceTicks <= maxPriceTicks && minQtyLots <= maxQtyLots,
  })
}
