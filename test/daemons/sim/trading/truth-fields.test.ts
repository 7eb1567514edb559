import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'
import { truthFields } from '../../../../src/daemons/sim/trading/truth-fields.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'

const order = createOrderStore().open(
  { account: 'main', instrument: knownInstrument('BTCUSDT'), clientOrderId: 'c1', side: 'buy', type: 'limitMaker', tif: 'gtc', ticks: 10_050, lots: 100 },
  7,
  1_000,
)

t.test('writes ids as text and numbers as canonical decimals', async (t) => {
  const whose = { account: 'main', symbol: 'BTCUSDT', orderId: '7', clientOrderId: 'c1', side: 'buy' }
  t.strictSame(truthFields.accept(order), { ...whose, orderType: 'limitMaker', tif: 'gtc', price: '100.5', qty: '0.001', createdMs: 1_000 })
  t.strictSame(truthFields.fill(order, { tradeId: 3, ticks: 10_050, lots: 40, fee: toMoney('0.0000004'), feeAsset: 'BTC', maker: true, atMs: 2_000 }), {
    ...whose,
    tradeId: '3',
    price: '100.5',
    qty: '0.0004',
    fee: '0.0000004',
    feeAsset: 'BTC',
    liquidity: 'maker',
    atMs: 2_000,
  })
  order.status = 'CANCELED'
  t.strictSame(truthFields.cancel(order), { ...whose, cause: 'canceled', filledQty: '0' })
  t.strictSame(truthFields.account(openAccount('main', 'k', { USDT: '1.50' })), { account: 'main', balances: [{ asset: 'USDT', free: '1.5', locked: '0' }] })
})
