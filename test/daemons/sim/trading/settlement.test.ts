import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { createOrderStore, type OrderWish, type VenueOrder } from '../../../../src/daemons/sim/trading/orders.ts'
import { feeOn, settleAccept, settleEnd, settleFill } from '../../../../src/daemons/sim/trading/settlement.ts'
import { formatMoney } from '../../../../src/lib/base/money.ts'

const instrument = knownInstrument('BTCUSDT')
const wish: OrderWish = { account: 'main', instrument, clientOrderId: 'c1', side: 'buy', type: 'limit', tif: 'gtc', ticks: 10_000, lots: 100_000 }
const openOrder = (fields: Partial<OrderWish> = {}): VenueOrder => createOrderStore().open({ ...wish, ...fields }, 1, 1_000)
const rich = () => openAccount('main', 'key', { USDT: '1000', BTC: '2' })

const shown = (account: ReturnType<typeof rich>): unknown =>
  Object.fromEntries([...account.balances].map(([asset, { free, locked }]) => [asset, [formatMoney(free), formatMoney(locked)]]))

t.test('takes the fee from what is received', async (t) => {
  const fee = (side: 'buy' | 'sell'): unknown => {
    const { fee: amount, feeAsset } = feeOn(openOrder({ side }), { ticks: 9_999, lots: 1_000 }, 10)
    return [formatMoney(amount), feeAsset]
  }
  t.strictSame(
    [fee('buy'), fee('sell')],
    [
      ['0.00001', 'BTC'],
      ['0.0009999', 'USDT'],
    ],
  )
})

t.test('moves both assets at a fill and frees what the better price and the end leave over', async (t) => {
  const account = rich()
  const order = openOrder()
  settleAccept(account, order)
  t.strictSame(shown(account), { USDT: ['900', '100'], BTC: ['2', '0'] })
  const terms = feeOn(order, { ticks: 9_000, lots: 40_000 }, 10)
  settleFill(account, order, { tradeId: 1, ticks: 9_000, lots: 40_000, maker: false, atMs: 2_000, ...terms })
  t.strictSame(shown(account), { USDT: ['904', '60'], BTC: ['2.3996', '0'] })
  t.match(order, { status: 'PARTIALLY_FILLED', filledLots: 40_000, updatedMs: 2_000 })
  settleEnd(account, order)
  t.strictSame(shown(account), { USDT: ['964', '0'], BTC: ['2.3996', '0'] })
})
