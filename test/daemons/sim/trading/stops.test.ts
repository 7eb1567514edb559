import t from 'tap'
import { isTriggered, triggersAbove, type WaitingOrder } from '../../../../src/daemons/sim/trading/stops.ts'

const at = (ticks: number) => ({ lowTicks: ticks, highTicks: ticks })
const walk = (order: WaitingOrder, prices: readonly number[]): number => prices.findIndex((ticks) => isTriggered(order, at(ticks)))

t.test('looks above the market for a stop to buy and a profit to sell', async (t) => {
  t.strictSame([triggersAbove('buy', 'stopLoss'), triggersAbove('sell', 'takeProfit'), triggersAbove('sell', 'stopLoss')], [true, true, false])
})

t.test('triggers at its stop price or beyond', async (t) => {
  const stop = (side: 'buy' | 'sell', kind: 'stopLoss' | 'takeProfit') => ({ side, stop: { kind, ticks: 100, trailingBips: 0 }, trailTicks: 0 })
  t.equal(walk(stop('sell', 'stopLoss'), [102, 101, 100]), 2)
  t.equal(walk(stop('buy', 'stopLoss'), [98, 99, 103]), 2)
  t.equal(walk(stop('sell', 'takeProfit'), [98, 100]), 1)
  t.equal(walk(stop('buy', 'takeProfit'), [101, 99]), 1)
})

t.test('follows the best price from the stop price on and triggers when it turns', async (t) => {
  const trailing = (side: 'buy' | 'sell', kind: 'stopLoss' | 'takeProfit', terms: readonly [number, number]) => ({
    side,
    stop: { kind, ticks: terms[0], trailingBips: terms[1] },
    trailTicks: 0,
  })
  t.equal(walk(trailing('buy', 'stopLoss', [44_000, 500]), [40_000, 37_000, 44_000, 46_000, 42_000, 44_099, 44_100]), 6)
  t.equal(walk(trailing('sell', 'stopLoss', [39_000, 1_000]), [40_000, 41_500, 39_000, 37_000, 41_000, 36_900]), 5)
  t.equal(walk(trailing('buy', 'takeProfit', [38_000, 850]), [40_000, 42_000, 38_000, 37_000, 39_000, 40_145]), 5)
  t.equal(walk(trailing('sell', 'stopLoss', [0, 700]), [40_000, 42_000, 39_500, 45_500, 42_315]), 4)
})
