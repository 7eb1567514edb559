import t from 'tap'
import type { Turn } from '../../../../src/daemons/sim/events.ts'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import type { FillSink } from '../../../../src/daemons/sim/market/market.ts'
import { createRecordedMarket } from '../../../../src/daemons/sim/market/recorded-market.ts'
import { createOrderStore, type OrderWish, type VenueOrder } from '../../../../src/daemons/sim/trading/orders.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'

const instrument = knownInstrument('BTCUSDT')
const turn: Turn = { nowUs: epochUs(1), emit: () => undefined }

const rig = () => {
  const fills: unknown[][] = []
  const onFill: FillSink = (order, { ticks, lots, maker }) => {
    fills.push([order.clientOrderId, ticks, lots, maker])
    order.filledLots += lots
  }
  const market = createRecordedMarket(instrument, onFill)
  const store = createOrderStore()
  const order = (clientOrderId: string, fields: Partial<OrderWish> = {}): VenueOrder =>
    store.open(
      { account: 'main', instrument, clientOrderId, side: 'buy', type: 'limit', tif: 'gtc', ticks: 100, lots: 10, ...fields },
      store.lastOrderId + 1,
      1,
    )
  market.load({ updateId: 10, bids: [100, 50, 99, 20], asks: [102, 5, 103, 20] }, turn)
  return { market, order, fills }
}
const diff = (id: number, sides: { bids?: number[]; asks?: number[] }) => ({ firstId: id, lastId: id, bids: sides.bids ?? [], asks: sides.asks ?? [] })

t.test('lets a taker walk the book and consume it until a diff touches the level', async (t) => {
  const { market, order, fills } = rig()
  market.submit(order('a', { ticks: 103, lots: 8 }), turn)
  t.strictSame(fills, [
    ['a', 102, 5, false],
    ['a', 103, 3, false],
  ])
  t.strictSame(market.preview({ side: 'buy' }, 103, 100), [{ ticks: 103, lots: 17 }])
  market.diff(diff(11, { asks: [102, 6] }), turn)
  t.strictSame(market.preview({ side: 'buy' }, 103, 100), [
    { ticks: 102, lots: 6 },
    { ticks: 103, lots: 17 },
  ])
})

t.test('queues behind what is displayed and fills by the excess of trades', async (t) => {
  const { market, order, fills } = rig()
  market.submit(order('a'), turn)
  market.print({ ticks: 100, lots: 45, aggressor: 'sell' }, turn)
  market.diff(diff(11, { bids: [100, 2] }), turn)
  market.print({ ticks: 100, lots: 6, aggressor: 'sell' }, turn)
  t.strictSame(fills, [['a', 100, 4, true]])
})

t.test('fills everything when the market trades through or the other side comes to the price', async (t) => {
  const { market, order, fills } = rig()
  market.submit(order('through'), turn)
  market.print({ ticks: 99, lots: 1, aggressor: 'sell' }, turn)
  market.submit(order('touched'), turn)
  market.diff(diff(11, { bids: [100, 0], asks: [100, 7] }), turn)
  market.submit(order('sell', { side: 'sell', ticks: 104 }), turn)
  market.ticker({ updateId: 12, buy: { ticks: 104, lots: 1 }, sell: { ticks: 105, lots: 1 } }, turn)
  t.strictSame(fills, [
    ['through', 100, 10, true],
    ['touched', 100, 10, true],
    ['sell', 104, 10, true],
  ])
})

t.test('shares one print among orders at the same price, oldest first', async (t) => {
  const { market, order, fills } = rig()
  market.submit(order('a'), turn)
  market.submit(order('b'), turn)
  market.print({ ticks: 100, lots: 63, aggressor: 'sell' }, turn)
  t.strictSame(fills, [
    ['a', 100, 10, true],
    ['b', 100, 3, true],
  ])
})

t.test('trusts the best prices of the ticker while they are newer than the book', async (t) => {
  const { market, order, fills } = rig()
  t.equal(market.touchTicks('sell'), 102)
  market.ticker({ updateId: 11, buy: { ticks: 100, lots: 1 }, sell: { ticks: 103, lots: 4 } }, turn)
  t.equal(market.touchTicks('sell'), 103)
  market.submit(order('a', { ticks: 103, lots: 3, tif: 'ioc' }), turn)
  t.strictSame(fills, [['a', 103, 3, false]])
  market.diff(diff(12, { asks: [101, 1] }), turn)
  t.equal(market.touchTicks('sell'), 101)
})

t.test('forgets an order that is withdrawn', async (t) => {
  const { market, order, fills } = rig()
  const resting = order('a')
  market.submit(resting, turn)
  market.withdraw(resting, turn)
  market.print({ ticks: 90, lots: 1, aggressor: 'sell' }, turn)
  t.strictSame(fills, [])
})
