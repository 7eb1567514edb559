import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { openUsdmAccount, positionOf, settingOf } from '../../../../src/daemons/sim/usdm/accounts.ts'
import { accountMargin, affords, isIsolated, type MarginOrder } from '../../../../src/daemons/sim/usdm/margin.ts'
import { fillPosition } from '../../../../src/daemons/sim/usdm/positions.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import { money } from '../../../../src/lib/base/units.ts'

const BTC = decimalInstrument('BTCUSDT', 1, 3)
const mark = () => toMoney('100')
const order = (side: 'buy' | 'sell', lots: number): MarginOrder => ({
  instrument: BTC,
  side,
  positionSide: 'BOTH',
  reduceOnly: false,
  ticks: 1_000,
  lots,
  filledLots: 0,
})
const openAccount = () => {
  const account = openUsdmAccount('main', '100')
  settingOf(account, 'BTCUSDT').leverage = 10
  positionOf(account, BTC, 'BOTH')
  return account
}

t.test('orders that close ask for no margin, the part that turns the position round does', async (t) => {
  const account = openAccount()
  fillPosition(positionOf(account, BTC, 'BOTH'), 'buy', { ticks: 1_000, lots: 5_000, fee: money(0n) })
  t.match(accountMargin(account, [], mark), { initial: toMoney('50'), available: toMoney('50') })
  t.equal(formatMoney(accountMargin(account, [order('sell', 10_000)], mark).openOrders), '0')
  t.equal(formatMoney(accountMargin(account, [order('sell', 12_000)], mark).openOrders), '20')
})

t.test('an order fits while its margin is available', async (t) => {
  const account = openAccount()
  t.ok(affords(account, { open: [], wish: order('buy', 10_000), markOf: mark }))
  t.notOk(affords(account, { open: [], wish: order('buy', 10_001), markOf: mark }))
})

t.test('what an isolated position holds is not available to others', async (t) => {
  const account = openAccount()
  settingOf(account, 'BTCUSDT').marginType = 'isolated'
  positionOf(account, BTC, 'BOTH').isolatedWallet = toMoney('30')
  t.match(accountMargin(account, [], mark), { crossWallet: toMoney('70'), available: toMoney('70'), crossMaintenance: money(0n) })
})

t.test('the setting says whether a position stands alone, not what it holds', async (t) => {
  const account = openAccount()
  const position = positionOf(account, BTC, 'BOTH')
  t.notOk(isIsolated(account, position))
  settingOf(account, 'BTCUSDT').marginType = 'isolated'
  t.equal(position.isolatedWallet, 0n)
  t.ok(isIsolated(account, position))
})
