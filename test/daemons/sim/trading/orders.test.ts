import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createOrderStore, isOpen, leftLots, type OrderWish } from '../../../../src/daemons/sim/trading/orders.ts'
import { money } from '../../../../src/lib/base/units.ts'

const wish: OrderWish = {
  account: 'main',
  instrument: knownInstrument('BTCUSDT'),
  clientOrderId: 'c1',
  side: 'buy',
  type: 'limit',
  tif: 'gtc',
  ticks: 100,
  lots: 10,
}

t.test('finds orders by id, by the newest use of a client id, and by account', async (t) => {
  const store = createOrderStore()
  const first = store.open(wish, 1, 1_000)
  t.strictSame([isOpen(first), leftLots(first)], [true, 10])
  store.close(first)
  const second = store.open(wish, 2, 2_000)
  t.equal(store.byId(1), first)
  t.equal(store.byClientId('main', 'BTCUSDT', 'c1'), second)
  t.equal(store.byClientId('other', 'BTCUSDT', 'c1'), undefined)
  t.strictSame([store.openOrders('main'), store.openOrders('main', 'ETHUSDT'), store.openOrders('other')], [[second], [], []])
  t.equal(store.lastOrderId, 2)
  first.fills.push({ tradeId: 1, ticks: 100, lots: 1, fee: money(0n), feeAsset: 'BTC', maker: true, atMs: 1 })
  t.strictSame(store.filled('main', 'BTCUSDT'), [first])
})
