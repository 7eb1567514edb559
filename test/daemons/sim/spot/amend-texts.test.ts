import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { amendedText, amendmentText } from '../../../../src/daemons/sim/spot/amend-texts.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'

const order = createOrderStore().open(
  { account: 'main', instrument: knownInstrument('BTCUSDT'), clientOrderId: 'c2', side: 'sell', type: 'limit', tif: 'gtc', ticks: 10_000, lots: 40_000 },
  7,
  1_000,
)

t.test('answers an amend with the order as it is now', async (t) => {
  t.match(amendedText(order, 3), {
    executionId: 3,
    transactTime: 1_000,
    amendedOrder: { orderId: 7, clientOrderId: 'c2', price: '100.00000000', qty: '0.40000000', executedQty: '0.00000000', status: 'NEW', side: 'SELL' },
  })
})

t.test('writes an amend with both ids and both quantities', async (t) => {
  t.strictSame(amendmentText(order, { executionId: 3, formerId: 'c1', clientOrderId: 'c2', formerLots: 50_000, lots: 40_000, atMs: 9 }), {
    symbol: 'BTCUSDT',
    orderId: 7,
    executionId: 3,
    origClientOrderId: 'c1',
    newClientOrderId: 'c2',
    origQty: '0.50000000',
    newQty: '0.40000000',
    time: 9,
  })
})
