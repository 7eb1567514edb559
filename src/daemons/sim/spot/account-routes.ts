import { msOf } from '../events.ts'
import { filterTexts } from '../trading/filters.ts'
import { commissionText, ratesText } from './account-texts.ts'
import { preventedText, tradeText } from './match-texts.ts'
import { refusals } from './refusal.ts'
import { type AccountCall, namedMarket, type Reply, type Route } from './route.ts'
import { venueAmount } from './texts.ts'
import { readLimit, readWindow } from './windows.ts'

const UID = 1
/** No order may make an account hold more of an asset; more than any can have. */
const ASSET_MAX = '9000000000.00000000'

const show = ({ venue, account, params }: AccountCall): Reply => {
  const { makerFeeBps, takerFeeBps } = venue.config
  const balances = [...account.balances].map(([asset, { free, locked }]) => ({ asset, free, locked }))
  const shown = params.get('omitZeroBalances') === 'true' ? balances.filter(({ free, locked }) => free !== 0n || locked !== 0n) : balances
  return {
    body: {
      makerCommission: makerFeeBps,
      takerCommission: takerFeeBps,
      buyerCommission: 0,
      sellerCommission: 0,
      commissionRates: ratesText(venue.config),
      canTrade: true,
      canWithdraw: false,
      canDeposit: false,
      brokered: false,
      requireSelfTradePrevention: false,
      preventSor: false,
      updateTime: account.updatedMs,
      accountType: 'SPOT',
      balances: shown.map(({ asset, free, locked }) => ({ asset, free: venueAmount(free), locked: venueAmount(locked) })),
      permissions: ['SPOT'],
      uid: UID,
    },
  }
}

const trades = (call: AccountCall): Reply => {
  const { venue, account, params } = call
  const { symbol } = namedMarket(call).instrument
  const orderId = params.whole('orderId')
  const fromId = params.whole('fromId')
  const window = readWindow(params)
  if (window.isGiven && (fromId !== undefined || orderId !== undefined)) throw refusals.combination()
  const limit = readLimit(params)
  const all = venue.store
    .filled(account.name, symbol)
    .filter((order) => orderId === undefined || order.orderId === orderId)
    .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
    .filter(({ fill }) => fill.tradeId >= (fromId ?? 0) && fill.atMs >= window.fromMs && fill.atMs <= window.toMs)
    .sort((a, b) => a.fill.tradeId - b.fill.tradeId || a.order.orderId - b.order.orderId)
  const page = fromId === undefined ? all.slice(-limit) : all.slice(0, limit)
  return { body: page.map(({ order, fill }) => tradeText(order, fill)) }
}

const commission = (call: AccountCall): Reply => ({ body: commissionText(namedMarket(call).instrument.symbol, call.venue.config) })

const orderLimits = ({ venue, account, turn }: AccountCall): Reply => ({ body: venue.limiter.orderUsage(account.name, msOf(turn)) })

const assetsOf = (call: AccountCall): readonly string[] => {
  const { baseAsset, quoteAsset } = namedMarket(call).instrument
  return [baseAsset, quoteAsset]
}

const ownFilters = (call: AccountCall): Reply => ({
  body: {
    exchangeFilters: [],
    symbolFilters: filterTexts(namedMarket(call).instrument, call.venue.config.limits),
    assetFilters: assetsOf(call).map((asset) => ({ filterType: 'MAX_ASSET', asset, limit: ASSET_MAX })),
  },
})

const prevented = (call: AccountCall): Reply => {
  const { venue, account, params } = call
  const { instrument } = namedMarket(call)
  const [id, orderId, fromId] = [params.whole('preventedMatchId'), params.whole('orderId'), params.whole('fromPreventedMatchId')]
  if (id === undefined && orderId === undefined) throw refusals.combination()
  const found = venue.desk.prevented
    .filter((match) => match.account === account.name && match.symbol === instrument.symbol)
    .filter((match) => (id === undefined ? match.takerId === orderId || match.makerId === orderId : match.id === id))
    .filter((match) => match.id >= (fromId ?? 0))
  return { body: found.slice(0, readLimit(params)).map((match) => preventedText(instrument, match)) }
}

/** Endpoints that show an account. */
export const accountRoutes: Readonly<Record<string, Route>> = {
  'GET /api/v3/account': { security: 'signed', weight: () => 20, run: show },
  'GET /api/v3/account/commission': { security: 'signed', weight: () => 20, run: commission },
  'GET /api/v3/rateLimit/order': { security: 'signed', weight: () => 40, run: orderLimits },
  'GET /api/v3/myFilters': { security: 'signed', weight: () => 40, run: ownFilters },
  'GET /api/v3/myPreventedMatches': { security: 'signed', weight: (params) => (params.get('orderId') === undefined ? 2 : 20), run: prevented },
  'GET /api/v3/myTrades': { security: 'signed', weight: (params) => (params.get('orderId') === undefined ? 20 : 5), run: trades },
}
