import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { canceledText, orderWords, placedText } from '../../../../src/daemons/sim/spot/order-texts.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'

const instrument = knownInstrument('BTCUSDT')
const order = createOrderStore().open(
  { account: 'main', instrument, clientOrderId: 'c1', side: 'sell', type: 'limitMaker', tif: 'gtc', ticks: 10_050, lots: 100 },
  7,
  1_000,
)

t.test('writes an order in the words of the venue', async (t) => {
  t.strictSame(orderWords(order), {
    price: '100.50000000',
    origQty: '0.00100000',
    timeInForce: 'GTC',
    type: 'LIMIT_MAKER',
    side: 'SELL',
    quoteOrderQty: '0.00000000',
    stopPrice: '0.00000000',
    icebergQty: '0.00000000',
    preventionMode: 'NONE',
  })
  t.strictSame(placedText(order, 'ACK'), { symbol: 'BTCUSDT', orderId: 7, orderListId: -1, clientOrderId: 'c1', transactTime: 1_000 })
  t.match(placedText(order, 'FULL'), { fills: [] })
})

t.test('names the order and its cancel apart', async (t) => {
  t.match(canceledText(order, 'x1'), { origClientOrderId: 'c1', clientOrderId: 'x1', orderId: 7 })
})
