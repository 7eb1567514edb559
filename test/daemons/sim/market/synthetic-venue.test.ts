import fc from 'fast-check'
import t from 'tap'
import type { Turn } from '../../../../src/daemons/sim/events.ts'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import type { FillSink } from '../../../../src/daemons/sim/market/market.ts'
import { createSyntheticVenue } from '../../../../src/daemons/sim/market/synthetic-venue.ts'
import { createOrderStore, type OrderWish, type VenueOrder } from '../../../../src/daemons/sim/trading/orders.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import type { BookDiff, TapeTrade } from '../../../../src/lib/matching/tape.ts'

const START_US = 1_700_000_000_000_000
const instrument = knownInstrument('BTCUSDT')
const turnAt = (us: number): Turn => ({ nowUs: epochUs(START_US + us), emit: () => undefined })

const rig = () => {
  const fills: Array<{ id: string; lots: number; maker: boolean; tradeId: number | null }> = []
  const trades: TapeTrade[] = []
  const diffs: BookDiff[] = []
  const onFill: FillSink = (order, { lots, maker, tradeId }) => {
    order.filledLots += lots
    fills.push({ id: order.clientOrderId, lots, maker, tradeId })
  }
  const sinks = { onFill, public: { trade: (trade: TapeTrade) => trades.push(trade), top: () => undefined, diff: (diff: BookDiff) => diffs.push(diff) } }
  const venue = createSyntheticVenue(instrument, { seed: 1, activityRatio: 1, startUs: START_US, updateId: 1, tradeId: 1 }, sinks)
  const store = createOrderStore()
  const order = (clientOrderId: string, fields: Partial<OrderWish> = {}): VenueOrder =>
    store.open(
      { account: 'main', instrument, clientOrderId, side: 'buy', type: 'limit', tif: 'gtc', ticks: 6_000_000, lots: 10, ...fields },
      store.lastOrderId + 1,
      1,
    )
  return { venue, order, fills, trades, diffs }
}

t.test('opens with a whole book and serves it as of the last diff', async (t) => {
  const { venue, diffs } = rig()
  t.ok(venue.replica.ready)
  t.strictSame([venue.replica.best('buy')?.ticks, venue.replica.best('sell')?.ticks], [6_000_000, 6_000_001])
  venue.advance(turnAt(1_000_000))
  t.equal(diffs.at(-1)?.lastId, venue.replica.updateId)
  t.equal(venue.replica.gapCount, 0)
})

t.test('fills a taker from the book, as public trades with the same ids', async (t) => {
  const { venue, order, fills, trades } = rig()
  venue.submit(order('a', { ticks: 6_000_001 }), turnAt(1))
  t.strictSame(fills, [{ id: 'a', lots: 10, maker: false, tradeId: trades[0]?.tradeId }])
})

t.test('lets others hit an order that rests', async (t) => {
  const { venue, order, fills } = rig()
  for (let count = 0; count < 20; count++) {
    const touch = venue.touchTicks('buy') ?? 0
    venue.submit(order(`m${count}`, { ticks: touch, type: 'limitMaker' }), turnAt(count * 1_000_000))
    venue.advance(turnAt((count + 1) * 1_000_000))
  }
  t.ok(fills.length > 5, `${fills.length} fills`)
  t.ok(fills.every(({ maker }) => maker))
})

t.test('takes a withdrawn order out, and a restored one in', async (t) => {
  const { venue, order, fills } = rig()
  const resting = order('a', { ticks: 5_999_000 })
  venue.readmit(resting, turnAt(1))
  t.ok(venue.preview({ side: 'sell' }, 5_999_000, Number.MAX_SAFE_INTEGER).some(({ ticks }) => ticks === 5_999_000))
  venue.withdraw(resting, turnAt(2))
  venue.submit(order('b', { side: 'sell', ticks: 5_000_000, lots: 100_000_000, tif: 'ioc' }), turnAt(3))
  t.ok(fills.length > 0)
  t.notOk(fills.some(({ id }) => id === 'a'))
})

const askers = fc.array(fc.record({ offset: fc.integer({ min: 0, max: 30 }), lots: fc.integer({ min: 1, max: 300_000 }) }), { maxLength: 8 })

t.test('a taker gets what its preview says, whatever of its own orders expires before it', async (t) => {
  let avoided = 0
  fc.assert(
    fc.property(askers, fc.integer({ min: 1, max: 500_000 }), fc.constantFrom(undefined, 'expireMaker' as const), (own, lots, selfTrade) => {
      const { venue, order, fills, trades } = rig()
      for (const [index, { offset, lots: each }] of own.entries())
        venue.submit(order(`own${index}`, { side: 'sell', ticks: 6_000_001 + offset, lots: each }), turnAt(1))
      const taker = order('taker', { type: 'market', ticks: 0, lots, ...(selfTrade === undefined ? {} : { selfTrade }) })
      const due = venue.preview(taker, Number.MAX_SAFE_INTEGER, lots)
      fills.length = 0
      trades.length = 0
      venue.submit(taker, turnAt(2))
      const got = new Map<number, number>()
      for (const { ticks, lots: each } of trades) got.set(ticks, (got.get(ticks) ?? 0) + each)
      if (selfTrade !== undefined && own.length > 0) avoided += 1
      return JSON.stringify([...got]) === JSON.stringify(due.map(({ ticks, lots: each }) => [ticks, each]))
    }),
    { numRuns: 60, seed: 5 },
  )
  t.ok(avoided > 10, `${avoided} runs with orders to avoid`)
})
