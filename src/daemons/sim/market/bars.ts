/** A public print. */
export interface PublicTrade {
  readonly tradeId: number
  readonly ticks: number
  readonly lots: number
  readonly buyerIsMaker: boolean
  readonly atMs: number
}

/** Prints of a span of time as one. Sums of ticks x lots are exact. */
export interface Bar {
  readonly openMs: number
  readonly openTicks: number
  readonly highTicks: number
  readonly lowTicks: number
  readonly closeTicks: number
  readonly closeLots: number
  readonly lots: number
  readonly quote: bigint
  /** What takers bought. */
  readonly takerLots: number
  readonly takerQuote: bigint
  readonly firstId: number
  readonly lastId: number
  readonly count: number
}

const S = 1_000
const MINUTE = 60 * S
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** The first Monday of the epoch. */
const MONDAY = 4 * DAY

/** Intervals of the venue that have a length, ms; a month (`1M`) has none. */
const LENGTHS_MS: Readonly<Record<string, number>> = {
  '1s': S,
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': WEEK,
}
const MONTH = '1M'

/** Every interval of a kline, shortest first. */
export const BAR_INTERVALS: readonly string[] = [...Object.keys(LENGTHS_MS), MONTH]

/** Days since the epoch of the first of a month, counted from March of the year 0. */
const dayOfMonth = (months: number): number => {
  const year = Math.floor(months / 12)
  const month = months - year * 12
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + Math.floor((month * 153 + 2) / 5) - 719_468
}

/** The first ms of the month that holds a time, or of one after it; months of the calendar by arithmetic. */
const monthAt = (atMs: number, later: number): number => {
  const day = Math.floor(atMs / DAY)
  let months = Math.floor((day + 719_468) / 30.436_875) - 1
  while (dayOfMonth(months + 1) <= day) months += 1
  return dayOfMonth(months + later) * DAY
}

/** First ms of the bar that holds a time, and of the one after; `zoneMs` is how far local days are ahead of UTC. */
export const barSpan = (interval: string, atMs: number, zoneMs = 0): { readonly openMs: number; readonly endMs: number } => {
  const local = atMs + zoneMs
  const lengthMs = LENGTHS_MS[interval]
  if (lengthMs === undefined) return { openMs: monthAt(local, 0) - zoneMs, endMs: monthAt(local, 1) - zoneMs }
  const originMs = interval === '1w' ? MONDAY : 0
  const openMs = Math.floor((local - originMs) / lengthMs) * lengthMs + originMs - zoneMs
  return { openMs, endMs: openMs + lengthMs }
}

/** A bar of one print. */
export const openBar = (trade: PublicTrade, openMs: number): Bar => {
  const { ticks, lots, tradeId, buyerIsMaker } = trade
  const quote = BigInt(ticks) * BigInt(lots)
  const taker = buyerIsMaker ? { takerLots: 0, takerQuote: 0n } : { takerLots: lots, takerQuote: quote }
  const prices = { openTicks: ticks, highTicks: ticks, lowTicks: ticks, closeTicks: ticks }
  return { openMs, ...prices, closeLots: lots, lots, quote, ...taker, firstId: tradeId, lastId: tradeId, count: 1 }
}

/** Two bars, the second later than the first, as one. */
export const joinBars = (first: Bar, second: Bar): Bar => ({
  openMs: first.openMs,
  openTicks: first.openTicks,
  highTicks: Math.max(first.highTicks, second.highTicks),
  lowTicks: Math.min(first.lowTicks, second.lowTicks),
  closeTicks: second.closeTicks,
  closeLots: second.closeLots,
  lots: first.lots + second.lots,
  quote: first.quote + second.quote,
  takerLots: first.takerLots + second.takerLots,
  takerQuote: first.takerQuote + second.takerQuote,
  firstId: first.firstId,
  lastId: second.lastId,
  count: first.count + second.count,
})
