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

t.test('forgets the oldest orders that ended, by their client ids too', async (t) => {
  const store = createOrderStore()
  const open = store.open({ ...wish, clientOrderId: 'open' }, 1, 1)
  for (let id = 2; id <= 200_003; id += 1)
    store.close(Object.assign(store.open({ ...wish, clientOrderId: id === 200_003 ? 'c2' : `c${id}` }, id, id), { status: 'CANCELED' }))
  t.equal(store.byId(1), open)
  t.strictSame([store.byId(2), store.byId(3), store.byId(4), store.byId(5)?.orderId], [undefined, undefined, undefined, 5])
  t.strictSame([store.byClientId('main', 'BTCUSDT', 'c3'), store.byClientId('main', 'BTCUSDT', 'c4')], [undefined, undefined])
  t.equal(store.byClientId('main', 'BTCUSDT', 'c2')?.orderId, 200_003)
  t.equal(store.byClientId('main', 'BTCUSDT', 'open'), open)
})
