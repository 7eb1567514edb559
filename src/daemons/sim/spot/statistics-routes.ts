import type { Instrument } from '../../../lib/model/instrument.ts'
import { msOf } from '../events.ts'
import { BAR_INTERVALS, type Bar, barSpan, type PublicTrade } from '../market/bars.ts'
import type { Market } from '../market/market.ts'
import { type AggregateTrade, MEAN_MS, type Statistics } from '../market/statistics.ts'
import { quoteOf } from '../trading/amounts.ts'
import { marketOf, marketsOf } from '../venue.ts'
import { meanPrice, priceChange, venueQuote } from './bar-texts.ts'
import { refusals } from './refusal.ts'
import { type Call, namedMarket, type Reply, type Route } from './route.ts'
import { venueAmount, venuePrice, venueQty, ZERO_TEXT } from './texts.ts'
import { readLimit, readWindow } from './windows.ts'

const DAY_MS = 86_400_000
const WINDOWS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS }

const statisticsOf = ({ venue }: Call, { instrument }: Market): Statistics => venue.spot.publisher.statistics(instrument.symbol)

const tradeLine = (instrument: Instrument, { tradeId, ticks, lots, buyerIsMaker, atMs }: PublicTrade) => ({
  id: tradeId,
  price: venuePrice(instrument, ticks),
  qty: venueQty(instrument, lots),
  quoteQty: venueAmount(quoteOf(instrument, ticks, lots)),
  time: atMs,
  isBuyerMaker: buyerIsMaker,
  isBestMatch: true,
})

const aggregateLine = (instrument: Instrument, trade: AggregateTrade) => ({
  a: trade.aggregateId,
  p: venuePrice(instrument, trade.ticks),
  q: venueQty(instrument, trade.lots),
  f: trade.firstId,
  l: trade.lastId,
  T: trade.atMs,
  m: trade.buyerIsMaker,
  M: true,
})

const trades = (call: Call): Reply => {
  const market = namedMarket(call)
  return {
    body: statisticsOf(call, market)
      .trades.slice(-readLimit(call.params))
      .map((trade) => tradeLine(market.instrument, trade)),
  }
}

const historical = (call: Call): Reply => {
  const market = namedMarket(call)
  const fromId = call.params.whole('fromId')
  if (fromId === undefined) return trades(call)
  const found = statisticsOf(call, market).trades.filter(({ tradeId }) => tradeId >= fromId)
  return { body: found.slice(0, readLimit(call.params)).map((trade) => tradeLine(market.instrument, trade)) }
}

const aggregates = (call: Call): Reply => {
  const { params } = call
  const market = namedMarket(call)
  const fromId = params.whole('fromId')
  const window = readWindow(params)
  if (fromId !== undefined && window.isGiven) throw refusals.combination()
  const found = statisticsOf(call, market).aggregates.filter(
    ({ aggregateId, atMs }) => aggregateId >= (fromId ?? 0) && atMs >= window.fromMs && atMs <= window.toMs,
  )
  const limit = readLimit(params)
  const page = fromId === undefined && !window.isGiven ? found.slice(-limit) : found.slice(0, limit)
  return { body: page.map((trade) => aggregateLine(market.instrument, trade)) }
}

const klineLine = (instrument: Instrument, bar: Bar, endMs: number) => [
  bar.openMs,
  venuePrice(instrument, bar.openTicks),
  venuePrice(instrument, bar.highTicks),
  venuePrice(instrument, bar.lowTicks),
  venuePrice(instrument, bar.closeTicks),
  venueQty(instrument, bar.lots),
  endMs - 1,
  venueQuote(instrument, bar.quote),
  bar.count,
  venueQty(instrument, bar.takerLots),
  venueQuote(instrument, bar.takerQuote),
  '0',
]

const klines = (call: Call): Reply => {
  const { params } = call
  const market = namedMarket(call)
  const interval = params.need('interval')
  if (!BAR_INTERVALS.includes(interval)) throw refusals.interval()
  const fromMs = params.whole('startTime')
  const toMs = params.whole('endTime') ?? Number.MAX_SAFE_INTEGER
  const found = statisticsOf(call, market)
    .bars(interval)
    .filter(({ openMs }) => openMs >= (fromMs ?? 0) && openMs <= toMs)
  const limit = readLimit(params)
  const page = fromMs === undefined ? found.slice(-limit) : found.slice(0, limit)
  return { body: page.map((bar) => klineLine(market.instrument, bar, barSpan(interval, bar.openMs, 0).endMs)) }
}

const average = (call: Call): Reply => {
  const market = namedMarket(call)
  const statistics = statisticsOf(call, market)
  const bar = statistics.since(msOf(call.turn) - MEAN_MS)
  const last = market.lastTicks === null ? ZERO_TEXT : venuePrice(market.instrument, market.lastTicks)
  return { body: { mins: 5, price: bar === null ? last : meanPrice(market.instrument, bar), closeTime: statistics.trades.at(-1)?.atMs ?? 0 } }
}

/** One text for a named symbol, a list of them for `symbols` or for all. */
const forAsked = (call: Call, text: (market: Market) => unknown): Reply => {
  const { venue, params } = call
  if (params.get('symbol') !== undefined) return { body: text(namedMarket(call)) }
  const many = params.get('symbols')
  if (many === undefined) return { body: marketsOf(venue).map(text) }
  const names = [...many.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)
  return {
    body: names.map((name) => {
      const market = marketOf(venue, name)
      if (market === undefined) throw refusals.symbol()
      return text(market)
    }),
  }
}

const priceText = (market: Market): string => {
  const ticks = market.lastTicks ?? market.touchTicks('buy')
  return ticks === null ? ZERO_TEXT : venuePrice(market.instrument, ticks)
}

const lastPrice = (market: Market) => ({ symbol: market.instrument.symbol, price: priceText(market) })

const touch = ({ instrument, replica }: Market) => {
  const [bid, ask] = [replica.best('buy'), replica.best('sell')]
  return {
    bidPrice: bid === null ? ZERO_TEXT : venuePrice(instrument, bid.ticks),
    bidQty: bid === null ? ZERO_TEXT : venueQty(instrument, bid.lots),
    askPrice: ask === null ? ZERO_TEXT : venuePrice(instrument, ask.ticks),
    askQty: ask === null ? ZERO_TEXT : venueQty(instrument, ask.lots),
  }
}

/** Sums of a window; without a print all of them are zero. */
const windowSums = (instrument: Instrument, bar: Bar | null) => {
  if (bar === null) {
    const prices = { priceChange: ZERO_TEXT, priceChangePercent: '0.000', weightedAvgPrice: ZERO_TEXT, lastPrice: ZERO_TEXT, lastQty: ZERO_TEXT }
    const range = { openPrice: ZERO_TEXT, highPrice: ZERO_TEXT, lowPrice: ZERO_TEXT, volume: ZERO_TEXT, quoteVolume: ZERO_TEXT }
    return { ...prices, ...range, firstId: -1, lastId: -1, count: 0 }
  }
  const { change, percent } = priceChange(instrument, bar)
  return {
    priceChange: change,
    priceChangePercent: percent,
    weightedAvgPrice: meanPrice(instrument, bar),
    lastPrice: venuePrice(instrument, bar.closeTicks),
    lastQty: venueQty(instrument, bar.closeLots),
    openPrice: venuePrice(instrument, bar.openTicks),
    highPrice: venuePrice(instrument, bar.highTicks),
    lowPrice: venuePrice(instrument, bar.lowTicks),
    volume: venueQty(instrument, bar.lots),
    quoteVolume: venueQuote(instrument, bar.quote),
    firstId: bar.firstId,
    lastId: bar.lastId,
    count: bar.count,
  }
}

const dayText = (call: Call, windowMs: number) => (market: Market) => {
  const nowMs = msOf(call.turn)
  const sums = windowSums(market.instrument, statisticsOf(call, market).since(nowMs - windowMs))
  return { symbol: market.instrument.symbol, ...sums, prevClosePrice: sums.openPrice, ...touch(market), openTime: nowMs - windowMs, closeTime: nowMs }
}

const windowText = (call: Call, windowMs: number) => (market: Market) => {
  const { prevClosePrice: _close, bidPrice: _bid, bidQty: _bidQty, askPrice: _ask, askQty: _askQty, lastQty: _last, ...text } = dayText(call, windowMs)(market)
  return text
}

const windowMsOf = (size: string): number => {
  const match = /^(\d{1,2})([mhd])$/.exec(size)
  if (match === null) throw refusals.badValue('windowSize')
  return Number(match[1]) * (WINDOWS_MS[match[2] ?? ''] ?? 0)
}

const rules = (call: Call): Reply => ({ body: { symbolRules: [{ symbol: namedMarket(call).instrument.symbol, rules: [] }] } })

const reference = (call: Call): Reply => {
  namedMarket(call)
  throw refusals.noReferencePrice()
}

const open = (weight: number, run: (call: Call) => Reply): Route => ({ security: 'none', weight: () => weight, run })
const forOneOrAll = (one: number, all: number, run: (call: Call) => Reply): Route => ({
  security: 'none',
  weight: (params) => (params.get('symbol') === undefined ? all : one),
  run,
})

/** Endpoints made from what has traded; they need no key. */
export const statisticsRoutes: Readonly<Record<string, Route>> = {
  'GET /api/v3/trades': open(25, trades),
  'GET /api/v3/historicalTrades': open(25, historical),
  'GET /api/v3/aggTrades': open(4, aggregates),
  'GET /api/v3/klines': open(2, klines),
  'GET /api/v3/uiKlines': open(2, klines),
  'GET /api/v3/avgPrice': open(2, average),
  'GET /api/v3/executionRules': open(2, rules),
  'GET /api/v3/referencePrice': open(2, reference),
  'GET /api/v3/ticker/price': forOneOrAll(2, 4, (call) => forAsked(call, lastPrice)),
  'GET /api/v3/ticker/bookTicker': forOneOrAll(2, 4, (call) => forAsked(call, (market) => ({ symbol: market.instrument.symbol, ...touch(market) }))),
  'GET /api/v3/ticker/24hr': forOneOrAll(2, 80, (call) => forAsked(call, dayText(call, DAY_MS))),
  'GET /api/v3/ticker': open(4, (call) => forAsked(call, windowText(call, windowMsOf(call.params.get('windowSize') ?? '1d')))),
}
