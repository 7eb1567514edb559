import { msOf } from '../events.ts'
import { BAR_INTERVALS } from '../market/bars.ts'
import { venueQuote } from '../spot/bar-texts.ts'
import { refusals } from '../spot/refusal.ts'
import { dayText, klineText } from './bar-texts.ts'
import { fixed, namedContract, perContract, type UsdmCall, type UsdmRoutes } from './call.ts'
import { type Contract, lastPriceOf } from './contract.ts'
import { contractInfo } from './info.ts'
import { premiumText } from './mark-texts.ts'
import { contractPrice, contractQty } from './number-texts.ts'
import { usdmRefusals } from './refusals.ts'
import { amountText } from './texts.ts'

const DAY_MS = 86_400_000
const DEPTH_WEIGHTS = new Map([
  [5, 2],
  [10, 2],
  [20, 2],
  [50, 2],
  [100, 5],
  [500, 10],
  [1_000, 20],
])
const DEPTH_DEFAULT = 500
const LIST_DEFAULT = 500
const LIST_MAX = 1_000

const limitOf = ({ params }: UsdmCall): number => Math.min(LIST_MAX, params.whole('limit') ?? LIST_DEFAULT)

const depth = (call: UsdmCall): unknown => {
  const { market } = namedContract(call)
  const text = call.params.get('limit') ?? String(DEPTH_DEFAULT)
  const limit = Number(text)
  if (!DEPTH_WEIGHTS.has(limit)) throw usdmRefusals.depthLimit(text)
  if (!market.replica.ready) throw refusals.noBook()
  const { instrument, replica } = call.futures.shown(market)
  const levels = (side: 'buy' | 'sell') =>
    replica.levels(side, limit).map(({ ticks, lots }) => [contractPrice(instrument, ticks), contractQty(instrument, lots)])
  const nowMs = msOf(call.turn)
  return { lastUpdateId: replica.updateId, E: nowMs, T: nowMs, bids: levels('buy'), asks: levels('sell') }
}

const trades = (call: UsdmCall): unknown => {
  const { statistics, market } = namedContract(call)
  const { instrument } = market
  return statistics.trades.slice(-limitOf(call)).map(({ tradeId, ticks, lots, atMs, buyerIsMaker }) => ({
    id: tradeId,
    price: contractPrice(instrument, ticks),
    qty: contractQty(instrument, lots),
    quoteQty: venueQuote(instrument, BigInt(ticks) * BigInt(lots)),
    time: atMs,
    isBuyerMaker: buyerIsMaker,
  }))
}

const aggTrades = (call: UsdmCall): unknown => {
  const { statistics, market } = namedContract(call)
  const fromId = call.params.whole('fromId')
  const all = statistics.aggregates.filter(({ aggregateId }) => fromId === undefined || aggregateId >= fromId)
  const page = fromId === undefined ? all.slice(-limitOf(call)) : all.slice(0, limitOf(call))
  return page.map(({ aggregateId, ticks, lots, firstId, lastId, atMs, buyerIsMaker }) => ({
    a: aggregateId,
    p: contractPrice(market.instrument, ticks),
    q: contractQty(market.instrument, lots),
    f: firstId,
    l: lastId,
    T: atMs,
    m: buyerIsMaker,
  }))
}

const klines = (call: UsdmCall): unknown => {
  const { statistics, market } = namedContract(call)
  const interval = call.params.need('interval')
  if (!BAR_INTERVALS.includes(interval) || interval === '1s') throw usdmRefusals.interval()
  const from = call.params.whole('startTime')
  const to = call.params.whole('endTime') ?? Number.MAX_SAFE_INTEGER
  const bars = statistics.bars(interval).filter(({ openMs }) => openMs >= (from ?? 0) && openMs <= to)
  const page = from === undefined ? bars.slice(-limitOf(call)) : bars.slice(0, limitOf(call))
  return page.map((bar) => klineText(market.instrument, bar, interval))
}

const dayOf = (call: UsdmCall, { statistics, market }: Contract): unknown => {
  const nowMs = msOf(call.turn)
  const bar = statistics.since(nowMs - DAY_MS)
  return bar === null
    ? { symbol: market.instrument.symbol, lastPrice: '0', openTime: nowMs - DAY_MS, closeTime: nowMs, count: 0 }
    : dayText(market.instrument, bar, nowMs)
}

const bookTicker = (call: UsdmCall, { market }: Contract): unknown => {
  const { instrument, replica } = market
  const [bid, ask] = [replica.best('buy'), replica.best('sell')]
  return {
    symbol: instrument.symbol,
    bidPrice: contractPrice(instrument, bid?.ticks ?? 0),
    bidQty: contractQty(instrument, bid?.lots ?? 0),
    askPrice: contractPrice(instrument, ask?.ticks ?? 0),
    askQty: contractQty(instrument, ask?.lots ?? 0),
    time: msOf(call.turn),
    lastUpdateId: replica.updateId,
  }
}

const price = (call: UsdmCall): unknown =>
  perContract(call, (contract) => ({ symbol: contract.market.instrument.symbol, price: amountText(lastPriceOf(contract)), time: msOf(call.turn) }))

const premium = (call: UsdmCall): unknown =>
  perContract(call, ({ marks, market }) => (marks.now === null ? { symbol: market.instrument.symbol } : premiumText(market.instrument.symbol, marks.now)))

const fundingRate = (call: UsdmCall): unknown => {
  const contracts = call.params.get('symbol') === undefined ? [...call.futures.contracts.values()] : [namedContract(call)]
  return contracts
    .flatMap(({ marks, market }) =>
      marks.fundings.map(({ rate, mark, atMs }) => ({
        symbol: market.instrument.symbol,
        fundingRate: amountText(rate),
        fundingTime: atMs,
        markPrice: amountText(mark),
      })),
    )
    .slice(-limitOf(call))
}

const fundingInfo = ({ futures }: UsdmCall): unknown =>
  [...futures.contracts.keys()].map((symbol) => ({
    symbol,
    adjustedFundingRateCap: '0.02000000',
    adjustedFundingRateFloor: '-0.02000000',
    fundingIntervalHours: Math.max(1, Math.round(futures.config.fundingMs / 3_600_000)),
  }))

const openInterest = (call: UsdmCall): unknown => {
  const { market } = namedContract(call)
  const { symbol } = market.instrument
  const lots = [...call.futures.accounts.values()].flatMap(({ positions }) => [...positions.values()]).filter(({ instrument }) => instrument.symbol === symbol)
  const long = lots.reduce((sum, position) => sum + Math.abs(position.lots), 0)
  return { openInterest: contractQty(market.instrument, long), symbol, time: msOf(call.turn) }
}

const info = ({ futures, turn }: UsdmCall): unknown => ({
  timezone: 'UTC',
  serverTime: msOf(turn),
  futuresType: 'U_MARGINED',
  rateLimits: [...futures.limiter.rules(), { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1_200 }],
  exchangeFilters: [],
  assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
  symbols: [...futures.contracts.values()].map(({ market }) => contractInfo(market.instrument)),
})

const open = (weight: number, run: (call: UsdmCall) => unknown) => ({ security: 'none', weight: fixed(weight), run }) as const

/** Endpoints that need no key. */
export const usdmMarketRoutes: UsdmRoutes = {
  'GET /fapi/v1/ping': open(1, () => ({})),
  'GET /fapi/v1/time': open(1, ({ turn }) => ({ serverTime: msOf(turn) })),
  'GET /fapi/v1/exchangeInfo': open(1, info),
  'GET /fapi/v1/depth': { security: 'none', weight: (params) => DEPTH_WEIGHTS.get(Number(params.get('limit') ?? DEPTH_DEFAULT)) ?? 1, run: depth },
  'GET /fapi/v1/trades': open(5, trades),
  'GET /fapi/v1/historicalTrades': open(20, trades),
  'GET /fapi/v1/aggTrades': open(20, aggTrades),
  'GET /fapi/v1/klines': open(5, klines),
  'GET /fapi/v1/ticker/24hr': open(1, (call) => perContract(call, (contract) => dayOf(call, contract))),
  'GET /fapi/v1/ticker/price': open(1, price),
  'GET /fapi/v2/ticker/price': open(1, price),
  'GET /fapi/v1/ticker/bookTicker': open(2, (call) => perContract(call, (contract) => bookTicker(call, contract))),
  'GET /fapi/v1/premiumIndex': open(1, premium),
  'GET /fapi/v1/fundingRate': open(1, fundingRate),
  'GET /fapi/v1/fundingInfo': open(1, fundingInfo),
  'GET /fapi/v1/openInterest': open(1, openInterest),
}
