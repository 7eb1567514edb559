import fc from 'fast-check'
import t from 'tap'
import { maker } from '../../../src/lib/strategies/maker.ts'
import { loadStrategy } from '../../../src/lib/strategies/registry.ts'
import { type StrategyRig, strategyRig } from '../../kit/strategy-rig.ts'

const QUARTER_S = 250_000

const makerRig = (params: object = {}, position = '0'): StrategyRig => {
  const rig = strategyRig(maker(), loadStrategy('maker', params).params)
  rig.begin(position)
  return rig
}

const requests = (rig: StrategyRig) => rig.take('submit').map(({ request }) => request)

/** Both quotes stand at 60,000 and 60,001 ticks, and work. */
const quoting = (): StrategyRig => {
  const rig = makerRig()
  rig.touch(60_000)
  for (const { intentId, side } of requests(rig)) rig.order({ intentId, side, status: 'WORKING' })
  rig.take('signal')
  return rig
}

t.test('quotes both sides at the touch with one post-only order each', async (t) => {
  const rig = makerRig()
  rig.touch(60_000)
  t.match(requests(rig), [
    { side: 'buy', type: 'limitMaker', tif: 'gtc', price: '600', qty: '0.001', postOnly: true, intentId: 'maker-3-1' },
    { side: 'sell', type: 'limitMaker', price: '600.01', qty: '0.001', postOnly: true, intentId: 'maker-3-2' },
  ])
  t.match(rig.take('signal'), [
    { symbol: 'BTCUSDT', signal: 'quote.bid', intentId: 'maker-3-1' },
    { symbol: 'BTCUSDT', signal: 'quote.ask', intentId: 'maker-3-2' },
  ])
})

t.test('adds no second order to a side, however many ticks come', async (t) => {
  const rig = quoting()
  for (let index = 0; index < 100; index++) {
    rig.wait(QUARTER_S)
    rig.touch(60_000 + (index % 200))
  }
  t.same(requests(rig), [])
  t.same(rig.take('cancel'), [])
})

t.test('does not quote before it begins, nor while the book is not valid', async (t) => {
  const rig = strategyRig(maker(), loadStrategy('maker', {}).params)
  rig.attach()
  rig.state(2)
  rig.touch(60_000)
  t.same(requests(rig), [])
  const stale = makerRig()
  stale.state(3)
  stale.touch(60_000)
  t.same(requests(stale), [])
  stale.state(2)
  stale.touch(60_000)
  t.equal(requests(stale).length, 2)
})

t.test('withdraws a quote when the touch is more than 200 ticks away', async (t) => {
  const rig = quoting()
  rig.wait(QUARTER_S)
  rig.touch(60_200)
  t.same(rig.take('cancel'), [], 'at 200 ticks')
  rig.touch(60_201)
  t.match(rig.take('cancel'), [{ intentId: 'maker-3-1' }, { intentId: 'maker-3-2' }])
})

t.test('asks for a cancel once, and again after a second', async (t) => {
  const rig = quoting()
  rig.wait(QUARTER_S)
  rig.touch(61_000)
  t.equal(rig.take('cancel').length, 2)
  rig.wait(QUARTER_S)
  rig.touch(61_000)
  rig.wait(QUARTER_S * 2)
  rig.touch(61_000)
  t.same(rig.take('cancel'), [])
  rig.wait(QUARTER_S)
  rig.touch(61_000)
  t.equal(rig.take('cancel').length, 2)
})

t.test('quotes anew when the withdrawn order has ended', async (t) => {
  const rig = quoting()
  rig.wait(QUARTER_S)
  rig.touch(61_000)
  rig.order({ intentId: 'maker-3-1', status: 'CANCELED' })
  rig.touch(61_000)
  t.same(requests(rig), [], 'not within 250 ms of the cancel')
  rig.wait(QUARTER_S)
  rig.touch(61_001)
  t.match(requests(rig), [{ side: 'buy', price: '610.01', intentId: 'maker-3-3' }])
})

t.test('quotes a side at most every 250 ms', async (t) => {
  const rig = makerRig()
  let sentCount = 0
  for (let index = 0; index < 1_000; index++) {
    rig.touch(60_000)
    for (const { intentId } of requests(rig)) {
      sentCount += 1
      rig.order({ intentId, status: 'FILLED' })
    }
    rig.wait(1_000)
  }
  t.equal(sentCount, 8, 'four a side in a second')
})

t.test('answers a refused post-only order with the next tick, never with a loop', async (t) => {
  const rig = makerRig()
  rig.touch(60_000)
  const [bid] = requests(rig)
  rig.order({ intentId: bid?.intentId ?? '', status: 'REJECTED', reason: '-2010' })
  t.same(requests(rig), [], 'nothing is sent by the refusal itself')
  rig.wait(QUARTER_S)
  t.same(requests(rig), [], 'nor by time')
  rig.touch(59_990)
  t.match(requests(rig), [{ side: 'buy', price: '599.9' }])
})

t.test('an order that exec never took frees its side', async (t) => {
  const rig = makerRig()
  rig.touch(60_000)
  requests(rig)
  rig.tell({ type: 'refused', intentId: 'maker-3-2', code: 'NOT_ACCEPTED' })
  rig.wait(QUARTER_S)
  rig.touch(60_000)
  t.match(requests(rig), [{ side: 'sell', intentId: 'maker-3-3' }])
})

t.test('quotes no side that would pass the largest position', async (t) => {
  const sides = (position: string): string[] => {
    const rig = makerRig({}, position)
    rig.touch(60_000)
    return requests(rig).map(({ side }) => side)
  }
  t.same(sides('0.009'), ['buy', 'sell'], 'up to the limit')
  t.same(sides('0.00901'), ['sell'])
  t.same(sides('-0.009'), ['buy', 'sell'])
  t.same(sides('-0.00901'), ['buy'])
  t.same(sides('0.05'), ['sell'], 'a position above the limit is worked off')
  t.same(sides('-0.05'), ['buy'])
})

t.test('withdraws a quote that a fill on the other order has made too large', async (t) => {
  const rig = makerRig({}, '0.009')
  rig.touch(60_000)
  const [bid] = requests(rig)
  const fill = {
    clientOrderId: 'c',
    strategyId: 'maker',
    symbol: 'BTCUSDT',
    venueOrderId: '1',
    tradeId: '1',
    side: 'buy',
    price: '600',
    qty: '0.0005',
  } as const
  const fees = { fee: '0', feeAsset: 'BTC', baseAsset: 'BTC', quoteAsset: 'USDT', liquidity: 'maker', eventUs: 1 } as const
  rig.tell({ type: 'fill', fill: { ...fill, ...fees }, position: '0.0095' })
  rig.wait(QUARTER_S)
  rig.touch(60_000)
  t.match(rig.take('cancel'), [{ intentId: bid?.intentId }])
})

t.test('follows other sizes and distances', async (t) => {
  const rig = makerRig({ qty: '0.5', positionMaxQty: '1', requoteTicks: 3, requoteEveryUs: 1_000 })
  rig.touch(60_000)
  t.match(requests(rig), [{ qty: '0.5' }, { qty: '0.5' }])
  rig.wait(1_000)
  rig.touch(60_004)
  t.equal(rig.take('cancel').length, 2)
})

t.test('stays within its position whatever fills in whatever order', async (t) => {
  const step = fc.record({
    moveTicks: fc.integer({ min: -400, max: 400 }),
    fills: fc.array(fc.nat(3), { maxLength: 3 }),
    waitUs: fc.integer({ min: 1, max: 600_000 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const rig = makerRig()
      const open = new Map<string, 'buy' | 'sell'>()
      let positionLots = 0
      let bidTicks = 60_000
      for (const { moveTicks, fills, waitUs } of steps) {
        bidTicks += moveTicks
        rig.wait(waitUs)
        rig.touch(bidTicks)
        for (const { intentId, side } of requests(rig)) {
          if ([...open.values()].includes(side)) return false
          open.set(intentId, side)
        }
        for (const { intentId } of rig.take('cancel')) {
          if (open.delete(intentId)) rig.order({ intentId, status: 'CANCELED' })
        }
        for (const pick of fills) {
          const [intentId, side] = [...open][pick] ?? []
          if (intentId === undefined) continue
          open.delete(intentId)
          positionLots += side === 'buy' ? 100 : -100
          rig.order({ intentId, status: 'FILLED' })
          rig.tell({ type: 'fill', fill: { symbol: 'BTCUSDT' } as never, position: (positionLots / 100_000).toFixed(5) })
        }
        if (Math.abs(positionLots) > 1_000) return false
      }
      return true
    }),
    { numRuns: 200 },
  )
  t.pass('holds')
})
