import t from 'tap'
import { Type } from 'typebox'
import { lots, ticks } from '../../../src/lib/base/units.ts'
import type { Strategy, StrategyContext } from '../../../src/lib/strategies/strategy.ts'
import { btc, memoryRing, sample } from '../../kit/ring.ts'
import { type StrategyRig, strategyRig } from '../../kit/strategy-rig.ts'

interface Probe {
  readonly rig: StrategyRig
  readonly calls: unknown[]
  context(): StrategyContext
}

/** A strategy that notes what it is shown, and hands out its context. */
const probe = (more: Partial<Strategy> = {}, options: { readonly slotCount?: number } = {}): Probe => {
  const calls: unknown[] = []
  const contexts: StrategyContext[] = []
  const strategy: Strategy = {
    name: 'probe',
    params: Type.Object({}),
    start: (context, params) => {
      contexts.push(context)
      calls.push(['start', params])
    },
    onTicker: ({ bidTicks }, symbol, context) => calls.push(['ticker', symbol, bidTicks, context.nowUs()]),
    onTrade: ({ priceTicks }, symbol) => calls.push(['trade', symbol, priceTicks]),
    onBook: (view, symbol) => calls.push(['book', symbol, view.bidTicks(0)]),
    onOrder: ({ status }) => calls.push(['order', status]),
    onFill: ({ qty }, context) => calls.push(['fill', qty, context.position('BTCUSDT')]),
    onRefused: (intentId, code) => calls.push(['refused', intentId, code]),
    onTimer: (id) => calls.push(['timer', id]),
    ...more,
  }
  const rig = strategyRig(strategy, { size: 1 }, options)
  return {
    rig,
    calls,
    context: () => {
      const [context] = contexts
      if (context === undefined) throw new Error('the strategy was not started')
      return context
    },
  }
}

const wanted = { symbol: 'BTCUSDT', side: 'buy', type: 'limit', tif: 'gtc', priceTicks: ticks(60_000), qtyLots: lots(3) } as const

t.test('says what it attached to and wants a snapshot of each symbol', async (t) => {
  const { rig } = probe()
  rig.attach()
  t.match(rig.said, [
    { type: 'attached', symbols: ['BTCUSDT'], ringEpoch: 1 },
    { type: 'snapshot.wanted', symbol: 'BTCUSDT' },
  ])
})

t.test('starts the strategy once, and shows it nothing before', async (t) => {
  const { rig, calls } = probe()
  rig.attach()
  rig.touch(60_000)
  t.same(calls, [])
  rig.begin()
  rig.begin()
  t.same(calls, [['start', { size: 1 }]])
})

t.test('shows every record with its symbol and the time of the showing', async (t) => {
  const { rig, calls } = probe()
  rig.begin()
  rig.wait(77)
  rig.touch(60_000)
  rig.writer.trade(sample.trade(10))
  rig.writer.book(sample.book(20))
  rig.poll()
  t.same(calls.slice(1), [
    ['ticker', 'BTCUSDT', 60_000, 1_000_077],
    ['trade', 'BTCUSDT', 14],
    ['book', 'BTCUSDT', 20],
  ])
})

t.test('gives orders ids of the strategy and its epoch, and the record that caused them', async (t) => {
  const sent: string[] = []
  const { rig } = probe({ onTicker: (_view, _symbol, context) => sent.push(context.submit(wanted), context.submit(wanted)) })
  rig.begin()
  rig.touch(60_000)
  t.same(sent, ['maker-3-1', 'maker-3-2'])
  t.match(rig.take('submit'), [
    { request: { intentId: 'maker-3-1', strategyId: 'maker', price: '600', qty: '0.00003', causeMonoUs: rig.nowUs() - 30 } },
    { request: { intentId: 'maker-3-2' } },
  ])
})

t.test('an order of a timer has no record that caused it', async (t) => {
  const { rig, calls, context } = probe({ onTimer: (_id, context) => void context.submit(wanted) })
  rig.begin()
  rig.touch(60_000)
  context().setTimer('later', 500)
  rig.wait(499)
  t.same(rig.take('submit'), [])
  rig.wait(1)
  const [submit] = rig.take('submit')
  t.notOk('causeMonoUs' in (submit?.request ?? {}))
  t.equal(calls.length, 2)
})

t.test('passes cancels and signals on', async (t) => {
  const { rig, context } = probe()
  rig.begin()
  context().cancel('maker-3-9')
  context().signal('BTCUSDT', 'wide')
  context().signal('BTCUSDT', 'quote.bid', 'maker-3-9')
  t.same(rig.take('cancel'), [{ type: 'cancel', intentId: 'maker-3-9' }])
  t.same(rig.take('signal'), [
    { type: 'signal', symbol: 'BTCUSDT', signal: 'wide' },
    { type: 'signal', symbol: 'BTCUSDT', signal: 'quote.bid', intentId: 'maker-3-9' },
  ])
})

t.test('shows orders, fills and refusals after the books hold them', async (t) => {
  const { rig, calls, context } = probe()
  rig.begin('0.00002')
  const [first, second] = [context().submit(wanted), context().submit(wanted)]
  t.same(
    context()
      .openOrders('BTCUSDT')
      .map(({ status }) => status),
    ['REQUESTED', 'REQUESTED'],
  )
  rig.order({ intentId: first, status: 'WORKING' })
  rig.tell({ type: 'refused', intentId: second ?? '', code: 'RISK_DOWN' })
  t.match(context().openOrders('BTCUSDT'), [{ intentId: first, status: 'WORKING' }])
  t.equal(context().position('BTCUSDT'), 2)
  rig.tell({ type: 'fill', fill: { symbol: 'BTCUSDT', qty: '0.00003' } as never, position: '0.00005' })
  rig.order({ intentId: first, status: 'FILLED' })
  t.same(context().openOrders('BTCUSDT'), [])
  t.same(calls.slice(1), [
    ['order', 'WORKING'],
    ['refused', second, 'RISK_DOWN'],
    ['fill', '0.00003', 5],
    ['order', 'FILLED'],
  ])
})

t.test('knows its instruments and itself', async (t) => {
  const { rig, context } = probe()
  rig.begin()
  t.match(context().instrument('BTCUSDT'), btc)
  t.equal(context().instrument('ETHUSDT'), null)
  t.equal(context().position('ETHUSDT'), 0)
  t.equal(context().strategyId, 'maker')
})

t.test('learns a symbol that was added later', async (t) => {
  const { rig, calls } = probe()
  rig.begin()
  rig.writer.addSymbol({ ...btc, symbol: 'ETHUSDT' })
  rig.writer.ticker({ ...sample.ticker(1), symbolIndex: 1 })
  rig.poll()
  t.same(calls.slice(1), [['ticker', 'ETHUSDT', 5, rig.nowUs()]])
})

t.test('a quote is hidden while the book is not valid', async (t) => {
  const { rig, context } = probe()
  rig.begin()
  rig.touch(60_000)
  t.match(context().quote('BTCUSDT'), { bidTicks: 60_000, bidLots: 5, askTicks: 60_001, askLots: 7 })
  rig.state(3)
  t.equal(context().quote('BTCUSDT'), null)
})

t.test('an overrun hides every quote until a snapshot, and asks for it', async (t) => {
  const { rig, context } = probe({}, { slotCount: 64 })
  rig.begin()
  rig.touch(60_000)
  rig.take('snapshot.wanted')
  for (let id = 0; id < 100; id++) rig.writer.ticker(sample.ticker(id))
  rig.poll()
  t.equal(context().quote('BTCUSDT'), null)
  t.same(rig.take('snapshot.wanted'), [{ type: 'snapshot.wanted', symbol: 'BTCUSDT' }])
  rig.touch(60_500)
  t.equal(context().quote('BTCUSDT'), null, 'a record that says stale may have been lost')
  rig.tell({ type: 'snapshot', symbol: 'BTCUSDT', ringEpoch: 1, ringPosition: rig.writer.position(), bid: ['600', '1'], ask: ['601', '1'] })
  t.match(context().quote('BTCUSDT'), { bidTicks: 60_500 })
})

t.test('counts what it read and lost, over rings too', async (t) => {
  const { rig } = probe({}, { slotCount: 64 })
  rig.begin()
  rig.touch(60_000)
  for (let id = 0; id < 100; id++) rig.writer.ticker(sample.ticker(id))
  rig.poll()
  rig.runner.report(rig.reader)
  const next = memoryRing()
  rig.runner.attached(next.reader, rig.reader)
  next.writer.ticker(sample.ticker(1))
  next.reader.poll(rig.runner.visitor, 10)
  rig.runner.report(next.reader)
  const [first, second] = rig.take('stats').map(({ stats }) => stats)
  t.match(first, { records: 2, deliveredSlots: 2, lostSlots: 100, spanSlots: 102, overruns: 1 })
  t.match(second, { records: 3, deliveredSlots: 3, lostSlots: 100, spanSlots: 103, overruns: 1 })
})

t.test('reports the ring hop of the time since the last report', async (t) => {
  const { rig } = probe()
  rig.begin()
  rig.touch(60_000)
  rig.runner.report(rig.reader)
  rig.runner.report(rig.reader)
  const [first, second] = rig.take('stats').map(({ stats }) => stats)
  t.equal(first?.hopSumUs, 40, 'state and ticker, 20 us each')
  t.equal(second?.hopSumUs, 0)
  t.same(second?.hopCounts, [])
})

t.test('reports zeroes without a ring', async (t) => {
  const { rig } = probe()
  rig.runner.report(undefined)
  t.match(rig.take('stats'), [{ stats: { deliveredSlots: 0, lostSlots: 0, spanSlots: 0, overruns: 0, records: 0 } }])
})

t.test('lets the error of a strategy out to whoever polls', async (t) => {
  const { rig } = probe({
    onTicker: () => {
      throw new Error('boom')
    },
  })
  rig.begin()
  t.throws(() => rig.touch(60_000), { message: 'boom' })
})
