import { tradeText } from './order-texts.ts'
import { type AccountCall, namedMarket, type Reply, type Route } from './route.ts'
import { venueAmount } from './texts.ts'

const TRADES_DEFAULT = 500
const TRADES_MAX = 1_000
const UID = 1

const rate = (bps: number): string => (bps / 10_000).toFixed(8)

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
      commissionRates: { maker: rate(makerFeeBps), taker: rate(takerFeeBps), buyer: rate(0), seller: rate(0) },
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
  const fromMs = params.whole('startTime') ?? 0
  const toMs = params.whole('endTime') ?? Number.MAX_SAFE_INTEGER
  const limit = Math.min(TRADES_MAX, params.whole('limit') ?? TRADES_DEFAULT)
  const all = venue.store
    .filled(account.name, symbol)
    .filter((order) => orderId === undefined || order.orderId === orderId)
    .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
    .filter(({ fill }) => fill.tradeId >= (fromId ?? 0) && fill.atMs >= fromMs && fill.atMs <= toMs)
    .sort((a, b) => a.fill.tradeId - b.fill.tradeId || a.order.orderId - b.order.orderId)
  const page = fromId === undefined ? all.slice(-limit) : all.slice(0, limit)
  return { body: page.map(({ order, fill }) => tradeText(order, fill)) }
}

/** Endpoints that show an account. */
export const accountRoutes: Readonly<Record<string, Route>> = {
  'GET /api/v3/account': { security: 'signed', weight: () => 20, run: show },
  'GET /api/v3/myTrades': { security: 'signed', weight: (params) => (params.get('orderId') === undefined ? 20 : 5), run: trades },
}
