import t from 'tap'
import { execStream } from '../../kit/exec-stream.ts'
import { asked, only, runningDesk, stratDesk, told } from '../../kit/strat-desk.ts'

t.test('starts its runner only after it knows its past and has asked for the end of old orders', async (t) => {
  const desk = stratDesk()
  t.match(desk.health(), { state: 'syncing', ready: false, reason: 'following exec.events' })
  desk.feed(execStream().changed({ status: 'WORKING' }))
  const clear = asked(desk.caughtUp())
  t.match(clear, { service: 'exec', method: 'order.cancel', body: { strategyId: 'maker' }, timeoutUs: 500_000 })
  t.match(desk.health(), { state: 'syncing', ready: false })
  t.same(desk.answer(clear.id, { clientOrderIds: ['c1'] }), [{ type: 'runner.start' }])
  t.match(desk.health(), { state: 'syncing', ready: false, reason: 'waiting for the ring' })
  t.match(told(desk.say({ type: 'attached', symbols: ['BTCUSDT'], ringEpoch: 1 })), [{ type: 'begin', strategyId: 'maker', epoch: 3, positions: [] }])
  t.same(desk.health(), { state: 'running', ready: true, reason: 'ok' })
})

t.test('asks again for the end of old orders until exec has heard it', async (t) => {
  const desk = stratDesk()
  const first = asked(desk.caughtUp())
  t.same(desk.refuse(first.id, 'TIMEOUT'), [{ type: 'timer.set', id: 'clear', afterUs: 500_000 }])
  t.same(desk.caughtUp(), [], 'not at each catch-up')
  const again = asked(desk.step({ type: 'timer.fired', id: 'clear' }))
  t.not(again.id, first.id)
  t.same(desk.answer(first.id, { clientOrderIds: [] }), [], 'a late answer is nobody’s')
  t.same(desk.answer(again.id, { clientOrderIds: [] }), [{ type: 'runner.start' }])
  t.same(desk.step({ type: 'timer.fired', id: 'clear' }), [], 'a late timer does nothing')
})

t.test('begins once, and a new ring is no new beginning', async (t) => {
  const desk = runningDesk()
  t.same(desk.say({ type: 'attached', symbols: ['BTCUSDT'], ringEpoch: 2 }), [])
})

t.test('hands over the positions of earlier incarnations, net of base fees', async (t) => {
  const stream = execStream()
  const past = [
    stream.filled({ qty: '0.01', fee: '0.00001', feeAsset: 'BTC' }),
    stream.filled({ qty: '0.004', side: 'sell', fee: '0.24', feeAsset: 'USDT', tradeId: '2' }),
    stream.filled({ qty: '5', strategyId: 'other', tradeId: '3' }),
    stream.filled({ qty: '1', symbol: 'ETHUSDT', baseAsset: 'ETH', tradeId: '4' }),
  ]
  const desk = stratDesk()
  desk.feed(...past)
  desk.answer(asked(desk.caughtUp()).id, { clientOrderIds: [] })
  t.match(told(desk.say({ type: 'attached', symbols: ['BTCUSDT'], ringEpoch: 1 })), [
    {
      type: 'begin',
      positions: [
        { symbol: 'BTCUSDT', qty: '0.00599' },
        { symbol: 'ETHUSDT', qty: '1' },
      ],
    },
  ])
})

t.test('is degraded while exec is lost, and well again when it has caught up', async (t) => {
  const desk = runningDesk()
  desk.step({ type: 'exec.lost' })
  t.same(desk.health(), { state: 'degraded', ready: false, reason: 'exec is lost' })
  desk.caughtUp()
  t.match(desk.health(), { state: 'running', ready: true })
})

t.test('publishes what the strategy thinks', async (t) => {
  const desk = runningDesk()
  t.same(desk.say({ type: 'signal', symbol: 'BTCUSDT', signal: 'quote.bid', intentId: 'maker-3-1' }), [
    {
      type: 'publish',
      topic: 'strat.signals',
      kind: 'signal',
      body: { strategyId: 'maker', symbol: 'BTCUSDT', signal: 'quote.bid', intentId: 'maker-3-1' },
      correlationId: 'maker-3-1',
    },
  ])
  const [first, second] = ['wide', 'narrow'].map((signal) => only(desk.say({ type: 'signal', symbol: 'BTCUSDT', signal }), 'publish')[0])
  t.match([first?.correlationId, second?.correlationId], ['strat-3-s2', 'strat-3-s3'])
  t.same(first?.body, { strategyId: 'maker', symbol: 'BTCUSDT', signal: 'wide' })
})

t.test('keeps the runner’s counts', async (t) => {
  const desk = runningDesk()
  const stats = { deliveredSlots: 5, lostSlots: 1, spanSlots: 6, overruns: 1, records: 4, hopSumUs: 60, hopCounts: [[30, 2] as const] }
  t.same(desk.say({ type: 'stats', stats }), [])
  desk.say({ type: 'stats', stats })
  t.match(desk.state.stats, { deliveredSlots: 5 })
  t.match({ count: desk.state.ringHopUs.count, sum: desk.state.ringHopUs.sum }, { count: 4, sum: 120 })
})

t.test('ends with 70 when the strategy throws or its thread ends', async (t) => {
  t.match(runningDesk().say({ type: 'failed', message: 'boom' }), [{ type: 'failed', exit: 70, message: 'strategy failed: boom' }])
  t.match(runningDesk().step({ type: 'runner.ended', reason: 'out of memory (code 1)' }), [{ type: 'failed', exit: 70, message: /out of memory/ }])
})

t.test('stops at once, and the end of its thread is then no failure', async (t) => {
  const desk = runningDesk()
  t.same(desk.step({ type: 'stop' }), [{ type: 'stopped' }])
  t.match(desk.health(), { state: 'draining', ready: false })
  t.same(desk.step({ type: 'runner.ended', reason: 'exit (code 0)' }), [])
  t.same(desk.submit('maker-3-9'), [], 'and takes no more orders')
})

t.test('answers no requests', async (t) => {
  const request = { type: 'rpc.requested', requestId: 'r-1', method: 'strat.pause', src: 'cli', deadlineUs: 1, correlationId: 'c', body: {} } as const
  t.match(stratDesk().step(request), [{ type: 'rpc.reply', requestId: 'r-1', answer: { ok: false, error: { code: 'UNKNOWN_METHOD', category: 'reject' } } }])
})

t.test('a stepped clock, a halt and a lost ring change nothing', async (t) => {
  const desk = runningDesk()
  t.same(desk.step({ type: 'clock.stepped', byUs: 5 }), [])
  t.same(desk.step({ type: 'halt.raised', by: 'ann' }), [])
  t.match(desk.say({ type: 'detached', reason: 'gone' }), [{ type: 'log', level: 'warn', fields: { reason: 'gone' } }])
  t.match(desk.health(), { state: 'running' })
})
