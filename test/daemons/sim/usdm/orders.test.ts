import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { isOpen, UsdmStore, type UsdmWish } from '../../../../src/daemons/sim/usdm/orders.ts'

const wish: UsdmWish = {
  account: 'main',
  instrument: decimalInstrument('BTCUSDT', 1, 3),
  clientOrderId: 'c1',
  side: 'buy',
  type: 'limit',
  tif: 'gtc',
  timeInForce: 'GTC',
  ticks: 1_000,
  lots: 5,
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

t.test('finds orders by either id, and forgets that they are open once they end', async (t) => {
  const store = new UsdmStore()
  const [first, second] = [store.open(wish, 1, 5), store.open({ ...wish, clientOrderId: 'c2' }, 2, 6)]
  t.equal(store.byId(1), first)
  t.equal(store.byClientId('main', 'BTCUSDT', 'c2'), second)
  t.ok(isOpen(first))
  first.status = 'FILLED'
  store.close(first)
  t.strictSame([store.openOrders('main', 'BTCUSDT'), [...store.working], store.allOrders('main', 'BTCUSDT').length], [[second], [second], 2])
})

t.test('forgets the oldest ended order under both of its ids', async (t) => {
  const store = new UsdmStore()
  for (let count = 1; count <= 200_001; count++) {
    const order = store.open({ ...wish, clientOrderId: `c${count === 3 ? 1 : count}` }, count, 5)
    order.status = 'CANCELED'
    store.close(order)
  }
  t.equal(store.byId(1), undefined)
  t.equal(store.byClientId('main', 'BTCUSDT', 'c1')?.orderId, 3, 'a newer order with its id stays')
  store.open(wish, 200_002, 5)
  t.equal(store.byId(2), undefined)
  t.equal(store.byClientId('main', 'BTCUSDT', 'c2'), undefined)
})
