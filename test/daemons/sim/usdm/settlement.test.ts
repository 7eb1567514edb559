import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { openUsdmAccount, positionOf, settingOf } from '../../../../src/daemons/sim/usdm/accounts.ts'
import { UsdmStore, type UsdmWish } from '../../../../src/daemons/sim/usdm/orders.ts'
import { settleIncome, settleUsdmFill } from '../../../../src/daemons/sim/usdm/settlement.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'

const BTC = decimalInstrument('BTCUSDT', 1, 3)
const WISH: UsdmWish = {
  account: 'main',
  instrument: BTC,
  clientOrderId: 'c1',
  side: 'buy',
  type: 'limit',
  tif: 'gtc',
  timeInForce: 'GTC',
  ticks: 1_000,
  lots: 4_000,
  positionSide: 'BOTH',
  reduceOnly: false,
  closePosition: false,
  goodTillMs: 0,
  origType: 'LIMIT',
  workingType: 'CONTRACT_PRICE',
  priceProtect: false,
  priceMatch: 'NONE',
  stopTicks: 0,
}

const openIsolated = () => {
  const account = openUsdmAccount('main', '1000')
  Object.assign(settingOf(account, 'BTCUSDT'), { leverage: 10, marginType: 'isolated' })
  return account
}

const execute = (account: ReturnType<typeof openIsolated>, side: 'buy' | 'sell', lots: number) => {
  const order = new UsdmStore().open({ ...WISH, side }, 1, 5)
  const settled = settleUsdmFill(account, order, { tradeId: 7, ticks: 1_000, lots, fee: toMoney('0.1'), maker: false, atMs: 9 })
  return { order, ...settled }
}

t.test('books a fill on order, position and wallet', async (t) => {
  const account = openUsdmAccount('main', '1000')
  const { order, position } = execute(account, 'buy', 1_000)
  t.match(order, { status: 'PARTIALLY_FILLED', filledLots: 1_000, quote: toMoney('100'), updatedMs: 9 })
  t.match(position, { lots: 1_000, updatedMs: 9 })
  t.equal(formatMoney(account.wallet), '999.9')
  t.match(account.incomes, [{ type: 'COMMISSION', tradeId: '7' }])
})

t.test('the margin of an isolated position grows, shrinks and turns with it', async (t) => {
  const account = openIsolated()
  const own = () => formatMoney(positionOf(account, BTC, 'BOTH').isolatedWallet)
  execute(account, 'buy', 2_000)
  t.equal(own(), '20')
  execute(account, 'sell', 500)
  t.equal(own(), '15')
  execute(account, 'sell', 2_500)
  t.equal(own(), '10', 'of the short that is left')
})

t.test('income without a fill goes to the margin of its position, when that is isolated', async (t) => {
  const account = openIsolated()
  const { position } = execute(account, 'buy', 1_000)
  settleIncome(account, position, { type: 'FUNDING_FEE', amount: toMoney('-1'), atMs: 10 })
  t.equal(formatMoney(position.isolatedWallet), '9')
  t.equal(formatMoney(account.wallet), '998.9')
})
