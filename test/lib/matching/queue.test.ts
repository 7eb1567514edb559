import t from 'tap'
import { fillByPrint, fillByTouch, type QueuedOrder, resizeQueue } from '../../../src/lib/matching/queue.ts'

const buy = (fields: Partial<QueuedOrder> = {}): QueuedOrder => ({ side: 'buy', ticks: 100, leftLots: 10, aheadLots: 100, ...fields })
const sell = (fields: Partial<QueuedOrder> = {}): QueuedOrder => ({ ...buy(fields), side: 'sell' })

t.test('lets a trade at the price consume what is ahead, and the excess fill us', async (t) => {
  const order = buy()
  t.equal(fillByPrint(order, { ticks: 100, lots: 90, aggressor: 'sell' }), 0)
  t.equal(order.aheadLots, 10)
  t.equal(fillByPrint(order, { ticks: 100, lots: 14, aggressor: 'sell' }), 4)
  t.strictSame([order.aheadLots, order.leftLots], [0, 6])
  t.equal(fillByPrint(order, { ticks: 100, lots: 50, aggressor: 'sell' }), 6)
})

t.test('ignores trades of the own side at the price, and trades at better prices', async (t) => {
  t.equal(fillByPrint(buy({ aheadLots: 0 }), { ticks: 100, lots: 50, aggressor: 'buy' }), 0)
  t.equal(fillByPrint(buy({ aheadLots: 0 }), { ticks: 101, lots: 50, aggressor: 'sell' }), 0)
  t.equal(fillByPrint(sell({ aheadLots: 0 }), { ticks: 99, lots: 50, aggressor: 'buy' }), 0)
})

t.test('fills everything when the market trades through the price', async (t) => {
  t.equal(fillByPrint(buy(), { ticks: 99, lots: 1, aggressor: 'sell' }), 10)
  t.equal(fillByPrint(sell(), { ticks: 101, lots: 1, aggressor: 'buy' }), 10)
})

t.test('fills everything when the other side quotes the price or beyond', async (t) => {
  t.equal(fillByTouch(buy(), 101), 0)
  t.equal(fillByTouch(buy(), 100), 10)
  t.equal(fillByTouch(sell(), 99), 0)
  t.equal(fillByTouch(sell(), 100), 10)
})

t.test('never moves back when the level grows, and forward only to its size', async (t) => {
  const order = buy({ aheadLots: 100 })
  resizeQueue(order, 240)
  t.equal(order.aheadLots, 100)
  resizeQueue(order, 60)
  t.equal(order.aheadLots, 60)
})

t.test('leaves to a second order of ours what the first one took', async (t) => {
  const [first, second] = [buy({ aheadLots: 0 }), buy({ aheadLots: 0 })]
  const print = { ticks: 100, lots: 15, aggressor: 'sell' } as const
  const used = fillByPrint(first, print)
  t.strictSame([used, fillByPrint(second, print, used)], [10, 5])
})
