import { toMoney } from '../../../lib/base/money.ts'
import { money } from '../../../lib/base/units.ts'
import { msOf } from '../events.ts'
import { refusals } from '../spot/refusal.ts'
import { accountText, balanceText, positionText } from './account-texts.ts'
import { positionOf, positionsOf, settingOf, type UsdmAccount } from './accounts.ts'
import { BRACKETS, MAX_LEVERAGE, maxNotionalAt } from './brackets.ts'
import { fixed, namedContract, type UsdmAccountCall, type UsdmRoutes } from './call.ts'
import { markPriceOf } from './contract.ts'
import { type Futures, marginNow } from './futures.ts'
import { flagOf } from './order-wish.ts'
import type { PositionSide } from './positions.ts'
import { usdmRefusals } from './refusals.ts'
import { amountText, usdmTradeText } from './texts.ts'
import { accountUpdate } from './user-events.ts'

const LIST_DEFAULT = 500
const LIST_MAX = 1_000
const INCOME_DEFAULT = 100

const sidesOf = ({ dual }: UsdmAccount): readonly PositionSide[] => (dual ? ['LONG', 'SHORT'] : ['BOTH'])

/** Every position that can be asked for exists, flat ones too. */
const openAll = (futures: Futures, account: UsdmAccount): void => {
  for (const { market } of futures.contracts.values()) for (const side of sidesOf(account)) positionOf(account, market.instrument, side)
}

const risk = (call: UsdmAccountCall, onlyOpen: boolean): unknown => {
  const { futures, account, params } = call
  openAll(futures, account)
  const symbol = params.get('symbol') === undefined ? undefined : namedContract(call).market.instrument.symbol
  const margin = marginNow(futures, account)
  return margin.rows
    .filter(({ position }) => symbol === undefined || position.instrument.symbol === symbol)
    .filter(({ position, bidNotional, askNotional }) => !onlyOpen || position.lots !== 0 || bidNotional + askNotional > 0n)
    .map((row) => positionText(futures, account, { row, margin }))
}

const show = ({ futures, account }: UsdmAccountCall): unknown => {
  openAll(futures, account)
  return accountText(futures, account)
}

const setLeverage = (call: UsdmAccountCall): unknown => {
  const { futures, account, params, turn } = call
  const { symbol } = namedContract(call).market.instrument
  const text = params.need('leverage')
  const leverage = Number(text)
  if (!(Number.isInteger(leverage) && leverage >= 1 && leverage <= MAX_LEVERAGE)) throw usdmRefusals.leverage(text)
  const most = maxNotionalAt(leverage)
  if (
    marginNow(futures, account).rows.some(
      ({ position, notional }) => position.instrument.symbol === symbol && (notional < 0n ? -notional : notional) > BigInt(most) * 10n ** 18n,
    )
  )
    throw usdmRefusals.tooLarge()
  settingOf(account, symbol).leverage = leverage
  futures.truth.configured(account, symbol, turn)
  futures.keys.notify(account.name, { e: 'ACCOUNT_CONFIG_UPDATE', E: msOf(turn), T: msOf(turn), ac: { s: symbol, l: leverage } }, turn)
  return { leverage, maxNotionalValue: String(most), symbol }
}

const setMarginType = (call: UsdmAccountCall): unknown => {
  const { futures, account, params, turn } = call
  const { symbol } = namedContract(call).market.instrument
  const text = params.need('marginType')
  if (text !== 'ISOLATED' && text !== 'CROSSED') throw usdmRefusals.value('marginType')
  const marginType = text === 'ISOLATED' ? 'isolated' : 'cross'
  const setting = settingOf(account, symbol)
  if (setting.marginType === marginType) throw usdmRefusals.sameMarginType()
  if (futures.store.openOrders(account.name, symbol).length > 0) throw usdmRefusals.marginTypeOrders()
  if (positionsOf(account, symbol).some(({ lots }) => lots !== 0)) throw usdmRefusals.marginTypePosition()
  setting.marginType = marginType
  futures.truth.configured(account, symbol, turn)
  futures.keys.notify(account.name, accountUpdate(account, [], { reason: 'MARGIN_TYPE_CHANGE', atMs: msOf(turn) }), turn)
  return { code: 200, msg: 'success' }
}

const setMode = ({ futures, account, params, turn }: UsdmAccountCall): unknown => {
  params.need('dualSidePosition')
  const dual = flagOf(params, 'dualSidePosition')
  if (dual === account.dual) throw usdmRefusals.samePositionSide()
  if (futures.store.openOrders(account.name).length > 0) throw usdmRefusals.modeOrders()
  if (positionsOf(account).some(({ lots }) => lots !== 0)) throw usdmRefusals.modePosition()
  account.dual = dual
  account.positions.clear()
  futures.truth.mode(account, turn)
  return { code: 200, msg: 'success' }
}

const movePositionMargin = (call: UsdmAccountCall): unknown => {
  const { futures, account, params, turn } = call
  const contract = namedContract(call)
  const { instrument } = contract.market
  const text = params.need('amount')
  if (!/^\d{1,20}(\.\d{1,18})?$/.test(text) || toMoney(text) === 0n) throw usdmRefusals.amount()
  const type = params.need('type')
  const position = positionOf(account, instrument, (params.get('positionSide') ?? 'BOTH') as PositionSide)
  if (settingOf(account, instrument.symbol).marginType === 'cross') throw usdmRefusals.onlyIsolated()
  if (position.lots === 0) throw usdmRefusals.noPosition()
  const amount = toMoney(text)
  if (type === '1' && amount > marginNow(futures, account).available) throw usdmRefusals.crossPoor()
  if (type !== '1' && amount > position.isolatedWallet) throw usdmRefusals.isolatedPoor()
  const moved = money(type === '1' ? amount : -amount)
  position.isolatedWallet = money(position.isolatedWallet + moved)
  futures.truth.moved(account, { position, amount: moved }, turn)
  const update = accountUpdate(account, [{ position, price: markPriceOf(contract) }], { reason: 'MARGIN_TRANSFER', atMs: msOf(turn) })
  futures.keys.notify(account.name, update, turn)
  return { amount: Number(text), code: 200, msg: 'Successfully modify position margin.', type: Number(type) }
}

const brackets = (call: UsdmAccountCall): unknown => {
  const symbols = call.params.get('symbol') === undefined ? [...call.futures.contracts.keys()] : [namedContract(call).market.instrument.symbol]
  return symbols.map((symbol) => ({ symbol, notionalCoef: 1, brackets: BRACKETS }))
}

const income = ({ account, params }: UsdmAccountCall): unknown => {
  const [symbol, type] = [params.get('symbol'), params.get('incomeType')]
  const [fromMs, toMs] = [params.whole('startTime') ?? 0, params.whole('endTime') ?? Number.MAX_SAFE_INTEGER]
  return account.incomes
    .filter(
      (item) => (symbol === undefined || item.symbol === symbol) && (type === undefined || item.type === type) && item.atMs >= fromMs && item.atMs <= toMs,
    )
    .slice(-Math.min(LIST_MAX, params.whole('limit') ?? INCOME_DEFAULT))
    .map(({ symbol: of, type: incomeType, amount, atMs, tranId, tradeId }) => ({
      symbol: of,
      incomeType,
      income: amountText(amount),
      asset: account.asset,
      info: incomeType,
      time: atMs,
      tranId,
      tradeId,
    }))
}

const trades = (call: UsdmAccountCall): unknown => {
  const { futures, account, params } = call
  const [fromId, orderId] = [params.whole('fromId'), params.whole('orderId')]
  const [fromMs, toMs] = [params.whole('startTime') ?? 0, params.whole('endTime') ?? Number.MAX_SAFE_INTEGER]
  const most = Math.min(LIST_MAX, params.whole('limit') ?? LIST_DEFAULT)
  const found = futures.store
    .allOrders(account.name, namedContract(call).market.instrument.symbol)
    .filter((order) => orderId === undefined || order.orderId === orderId)
    .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
    .filter(({ fill }) => fill.tradeId >= (fromId ?? 0) && fill.atMs >= fromMs && fill.atMs <= toMs)
    .sort((a, b) => a.fill.tradeId - b.fill.tradeId || a.order.orderId - b.order.orderId)
  // From an id on the oldest come first, so that a reader can go on; else the newest.
  return (fromId === undefined ? found.slice(-most) : found.slice(0, most)).map(({ order, fill }) => usdmTradeText(order, fill))
}

const rate = (bps: number): string => (bps / 10_000).toFixed(6)

const commission = (call: UsdmAccountCall): unknown => {
  const { makerFeeBps, takerFeeBps } = call.futures.config
  return { symbol: namedContract(call).market.instrument.symbol, makerCommissionRate: rate(makerFeeBps), takerCommissionRate: rate(takerFeeBps) }
}

const symbolConfig = (call: UsdmAccountCall): unknown => {
  const symbols = call.params.get('symbol') === undefined ? [...call.futures.contracts.keys()] : [namedContract(call).market.instrument.symbol]
  return symbols.map((symbol) => {
    const { leverage, marginType } = settingOf(call.account, symbol)
    return {
      symbol,
      marginType: marginType === 'cross' ? 'CROSSED' : 'ISOLATED',
      isAutoAddMargin: 'false',
      leverage,
      maxNotionalValue: String(maxNotionalAt(leverage)),
    }
  })
}

const accountConfig = ({ account }: UsdmAccountCall): unknown => ({
  feeTier: 0,
  canTrade: true,
  canDeposit: false,
  canWithdraw: false,
  dualSidePosition: account.dual,
  updateTime: account.updatedMs,
  multiAssetsMargin: false,
  tradeGroupId: -1,
})

const keep = ({ futures, account, turn }: UsdmAccountCall): unknown => {
  const listenKey = futures.keys.keep(account.name, msOf(turn))
  if (listenKey === undefined) throw usdmRefusals.noListenKey()
  return { listenKey }
}

const drop = ({ futures, account }: UsdmAccountCall): unknown => {
  if (!futures.keys.stop(account.name)) throw usdmRefusals.noListenKey()
  return {}
}

const multiAssets = ({ params }: UsdmAccountCall): unknown => {
  if (flagOf(params, 'multiAssetsMargin')) throw refusals.rejected('Multi-Assets mode is not offered here.')
  return { code: 200, msg: 'success' }
}

const signed = (weight: number, run: (call: UsdmAccountCall) => unknown) => ({ security: 'signed', weight: fixed(weight), run }) as const
const keyed = (run: (call: UsdmAccountCall) => unknown) => ({ security: 'key', weight: fixed(1), run }) as const

/** Endpoints that show and set up an account. */
export const usdmAccountRoutes: UsdmRoutes = {
  'GET /fapi/v2/account': signed(5, show),
  'GET /fapi/v3/account': signed(5, show),
  'GET /fapi/v2/balance': signed(5, ({ futures, account }) => [balanceText(futures, account)]),
  'GET /fapi/v3/balance': signed(5, ({ futures, account }) => [balanceText(futures, account)]),
  'GET /fapi/v2/positionRisk': signed(5, (call) => risk(call, false)),
  'GET /fapi/v3/positionRisk': signed(5, (call) => risk(call, true)),
  'POST /fapi/v1/leverage': signed(1, setLeverage),
  'POST /fapi/v1/marginType': signed(1, setMarginType),
  'POST /fapi/v1/positionSide/dual': signed(1, setMode),
  'GET /fapi/v1/positionSide/dual': signed(30, ({ account }) => ({ dualSidePosition: account.dual })),
  'POST /fapi/v1/multiAssetsMargin': signed(1, multiAssets),
  'GET /fapi/v1/multiAssetsMargin': signed(30, () => ({ multiAssetsMargin: false })),
  'POST /fapi/v1/positionMargin': signed(1, movePositionMargin),
  'GET /fapi/v1/leverageBracket': signed(1, brackets),
  'GET /fapi/v1/income': signed(30, income),
  'GET /fapi/v1/userTrades': signed(5, trades),
  'GET /fapi/v1/commissionRate': signed(20, commission),
  'GET /fapi/v1/symbolConfig': signed(5, symbolConfig),
  'GET /fapi/v1/accountConfig': signed(5, accountConfig),
  'POST /fapi/v1/listenKey': keyed(({ futures, account, turn }) => ({ listenKey: futures.keys.start(account.name, msOf(turn)) })),
  'PUT /fapi/v1/listenKey': keyed(keep),
  'DELETE /fapi/v1/listenKey': keyed(drop),
}
