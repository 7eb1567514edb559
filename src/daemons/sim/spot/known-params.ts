import type { Params } from './params.ts'
import { type Refusal, refusals } from './refusal.ts'

const words = (text: string): readonly string[] => text.split(' ')

const SIGNED = words('timestamp recvWindow signature apiKey returnRateLimits')
const NAMED = words('symbol orderId origClientOrderId')
const PAGE = words('startTime endTime limit')
const MARKET = words('symbol symbolStatus')
const MARKETS = words('symbol symbols symbolStatus')
const PEG = words('pegPriceType pegOffsetType pegOffsetValue')
const ORDER = [
  ...words(
    'symbol side type timeInForce quantity quoteOrderQty price newClientOrderId strategyId strategyType stopPrice trailingDelta icebergQty newOrderRespType selfTradePreventionMode',
  ),
  ...PEG,
]
const LEG = words(
  'Type Side ClientOrderId IcebergQty Price StopPrice TrailingDelta TimeInForce StrategyId StrategyType Quantity PegPriceType PegOffsetType PegOffsetValue',
)
const LIST = words('symbol listClientOrderId newOrderRespType selfTradePreventionMode')

const legs = (...prefixes: readonly string[]): readonly string[] => prefixes.flatMap((prefix) => LEG.map((name) => `${prefix}${name}`))
const signed = (...names: readonly string[]): readonly string[] => [...names, ...SIGNED]

/** Parameters that each endpoint reads. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'GET /api/v3/ping': [],
  'GET /api/v3/time': [],
  'GET /api/v3/exchangeInfo': words('symbol symbols permissions symbolStatus showPermissionSets'),
  'GET /api/v3/depth': [...MARKET, 'limit'],
  'GET /api/v3/trades': [...MARKET, 'limit'],
  'GET /api/v3/historicalTrades': [...MARKET, 'limit', 'fromId'],
  'GET /api/v3/aggTrades': [...MARKET, ...PAGE, 'fromId'],
  'GET /api/v3/klines': [...MARKET, ...PAGE, 'interval', 'timeZone'],
  'GET /api/v3/uiKlines': [...MARKET, ...PAGE, 'interval', 'timeZone'],
  'GET /api/v3/avgPrice': MARKET,
  'GET /api/v3/executionRules': MARKETS,
  'GET /api/v3/referencePrice': MARKET,
  'GET /api/v3/ticker/price': MARKETS,
  'GET /api/v3/ticker/bookTicker': MARKETS,
  'GET /api/v3/ticker/24hr': [...MARKETS, 'type'],
  'GET /api/v3/ticker': [...MARKETS, 'type', 'windowSize'],
  'POST /api/v3/order': signed(...ORDER),
  'POST /api/v3/order/test': signed(...ORDER, 'computeCommissionRates'),
  'POST /api/v3/order/cancelReplace': signed(
    ...ORDER,
    ...words('cancelReplaceMode cancelNewClientOrderId cancelOrigClientOrderId cancelOrderId cancelRestrictions orderRateLimitExceededMode'),
  ),
  'PUT /api/v3/order/amend/keepPriority': signed(...NAMED, 'newClientOrderId', 'newQty'),
  'GET /api/v3/order/amendments': signed(...words('symbol orderId fromExecutionId limit')),
  'GET /api/v3/order': signed(...NAMED),
  'DELETE /api/v3/order': signed(...NAMED, 'newClientOrderId', 'cancelRestrictions'),
  'GET /api/v3/openOrders': signed('symbol'),
  'DELETE /api/v3/openOrders': signed('symbol'),
  'GET /api/v3/allOrders': signed('symbol', 'orderId', ...PAGE),
  'POST /api/v3/orderList/oco': signed(...LIST, 'side', 'quantity', ...legs('above', 'below')),
  'POST /api/v3/orderList/oto': signed(...LIST, ...legs('working', 'pending')),
  'POST /api/v3/orderList/otoco': signed(...LIST, ...words('pendingSide pendingQuantity'), ...legs('working', 'pendingAbove', 'pendingBelow')),
  'POST /api/v3/orderList/opo': signed(...LIST, ...legs('working', 'pending')),
  'POST /api/v3/orderList/opoco': signed(...LIST, 'pendingSide', ...legs('working', 'pendingAbove', 'pendingBelow')),
  'DELETE /api/v3/orderList': signed(...words('symbol orderListId listClientOrderId newClientOrderId')),
  'GET /api/v3/orderList': signed(...words('orderListId origClientOrderId')),
  'GET /api/v3/allOrderList': signed('fromId', ...PAGE),
  'GET /api/v3/openOrderList': signed(),
  'GET /api/v3/account': signed('omitZeroBalances'),
  'GET /api/v3/account/commission': signed('symbol'),
  'GET /api/v3/rateLimit/order': signed(),
  'GET /api/v3/myFilters': signed('symbol'),
  'GET /api/v3/myTrades': signed('symbol', 'orderId', 'fromId', ...PAGE),
  'GET /api/v3/myPreventedMatches': signed(...words('symbol preventedMatchId orderId fromPreventedMatchId limit')),
}

/** How a call names itself and where it came from. */
export interface Asked {
  readonly key: string
  readonly params: Params
  readonly overSocket: boolean
}

const refusal = (known: readonly string[], names: readonly string[], overSocket: boolean): Refusal => {
  if (known.length === 0) return refusals.tooMany(0, names.length)
  if (names.length > known.length) return refusals.tooMany(known.length, names.length)
  if (overSocket) return refusals.unknownParam()
  return refusals.unread(names.filter((name) => known.includes(name)).length, names.length)
}

/** Refused with -1101, -1103 or -1104 when a call sends what its endpoint does not read. */
export const checkNames = ({ key, params, overSocket }: Asked): void => {
  const known = KNOWN[key]
  if (known === undefined) return
  const names = [...params.names()].filter((name) => !overSocket || known.includes(name) || !SIGNED.includes(name))
  if (names.some((name) => !known.includes(name))) throw refusal(known, names, overSocket)
}
