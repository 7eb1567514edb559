import fc from 'fast-check'
import t from 'tap'
import { riskCore } from '../../../src/daemons/risk/core.ts'
import type { RiskOut } from '../../../src/daemons/risk/events.ts'
import type { RiskState } from '../../../src/daemons/risk/state.ts'
import { formatScaled } from '../../../src/lib/base/decimal.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import type { HaltLevel } from '../../../src/lib/contracts/risk.ts'
import type { SinceAnswer } from '../../../src/lib/contracts/stream.ts'
import { foldFrames } from '../../../src/lib/daemon/recorder.ts'
import { replay } from '../../../src/lib/daemon/replay.ts'
import type { Frame } from '../../../src/lib/ports/journal.ts'
import { execStream } from '../../kit/exec-stream.ts'
import { openDesk, POLICY_VERSION, RISK_CONFIG, type RiskDesk, riskDesk } from '../../kit/risk-desk.ts'

const LEVELS: readonly HaltLevel[] = ['K0', 'K1', 'K2', 'K3', 'K4']
const recovered = (frames: readonly Frame[]): RiskState => {
  const state = riskCore.init(RISK_CONFIG)
  foldFrames(riskCore, state, frames)
  return state
}
const resume = (desk: RiskDesk, level: HaltLevel, by = 'ann') => desk.ask('risk.resume', { level, reason: 'over', by }).answer
const since = (desk: RiskDesk, after: number, max = 1_000): SinceAnswer => {
  const { answer } = desk.ask('events.since', { stream: 'risk.events', after, max })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.body as SinceAnswer
}

t.test('refuses to start without the version of its policy', async (t) => {
  for (const policyVersion of ['', 'latest', 'A'.repeat(64)]) {
    const state = riskCore.init({ ...RISK_CONFIG, policyVersion })
    const outs: RiskOut[] = []
    riskCore.step(state, { seq: 1, nowUs: epochUs(1), input: { type: 'start', epoch: 1 } }, (out) => outs.push(out))
    t.match(outs, [{ type: 'failed', exit: 78 }])
    t.equal(riskCore.health(state, epochUs(2)).ready, false)
  }
})

t.test('is ready once it has caught up and old approvals have run out', async (t) => {
  const desk = riskDesk()
  t.match(desk.health(), { state: 'syncing', ready: false, reason: 'not caught up with exec' })
  desk.feed()
  t.match(desk.health(), { state: 'syncing', ready: false, reason: 'approvals of the last start still hold' })
  desk.wait(500_000)
  t.strictSame(desk.health(), { state: 'running', ready: true, reason: 'ok' })
  desk.step({ type: 'exec.lost' })
  t.match(desk.health(), { state: 'degraded', ready: false })
})

t.test('says no until it knows: no stream, no mark, a stale mark, no limits', async (t) => {
  const desk = riskDesk()
  t.strictSame(desk.codes(), ['EXEC_STREAM_LOST', 'STALE_MARK'])
  desk.feed()
  desk.wait(500_000)
  t.strictSame(desk.codes(), ['STALE_MARK'])
  desk.mark('60000')
  t.strictSame(desk.codes({ clientOrderId: 'a' }), [])
  desk.wait(5_000_000)
  t.strictSame(desk.codes(), ['STALE_MARK'])
  desk.mark('0', '60000')
  t.strictSame(desk.codes(), ['STALE_MARK'])
  desk.mark('60000')
  desk.step({ type: 'exec.lost' })
  t.strictSame(desk.codes(), ['EXEC_STREAM_LOST'])
  desk.feed()
  t.strictSame(desk.codes(), [])
  t.strictSame(openDesk({ ...RISK_CONFIG, limits: { ETHUSDT: RISK_CONFIG.limits['*'] ?? {} } }).codes(), ['NO_LIMIT_SET'])
})

t.test('judges a reduction while the stream of exec is lost', async (t) => {
  const desk = openDesk(RISK_CONFIG, execStream().filled({ qty: '1' }))
  desk.step({ type: 'exec.lost' })
  t.strictSame(desk.codes({ side: 'sell', qty: '0.2', reduceOnly: true }), [])
  t.strictSame(desk.codes({ side: 'sell', qty: '1.2', price: '40000', reduceOnly: true }), ['PRICE_COLLAR', 'REDUCE_ONLY'])
})

t.test('a verdict names policy, number and end, is recorded, and leaves at once', async (t) => {
  const desk = openDesk()
  const outs = desk.step({
    type: 'rpc.requested',
    requestId: 'r',
    method: 'risk.check',
    src: 'exec',
    deadlineUs: Number.MAX_SAFE_INTEGER,
    correlationId: 'corr',
    body: {
      clientOrderId: 'c1',
      strategyId: 'maker',
      symbol: 'BTCUSDT',
      side: 'buy',
      type: 'limit',
      price: '60000',
      qty: '0.1',
      reduceOnly: false,
      bodyHash: 'h',
    },
  })
  const answer = { verdict: 'allow', codes: [], policyVersion: POLICY_VERSION, riskSeq: 1 }
  t.match(outs, [
    { type: 'verdict.given', ...answer, clientOrderId: 'c1', bodyHash: 'h' },
    { type: 'check.answered', requestId: 'r', answer },
  ])
  t.strictSame(outs.map(riskCore.durable), [false, false])
  t.equal(desk.check().expiresUs - desk.check().expiresUs, -1)
  t.equal(desk.frames.at(-1)?.type, 'VERDICT')
})

t.test('a denial is an event of the stream, durable before anybody hears of it', async (t) => {
  const desk = openDesk()
  desk.codes({ clientOrderId: 'c7', qty: '11' })
  const { events, lastSeq, more, epoch } = since(desk, 0)
  t.strictSame([events.length, lastSeq, more, epoch], [1, 1, false, 1])
  t.match(events[0], {
    seq: 1,
    type: 'risk.denied',
    correlationId: 'corr',
    body: { riskEventSeq: 1, clientOrderId: 'c7', codes: ['ORDER_QTY_MAX', 'ORDER_NOTIONAL_MAX', 'POSITION_MAX'] },
  })
  const { outs } = desk.ask('risk.halt', { level: 'K1', reason: 'test', by: 'ann' })
  const kinds = outs.map((out) => [out.type, riskCore.recordType(out), riskCore.durable(out)])
  t.strictSame(kinds, [
    ['event.appended', 'HALT', true],
    ['publish', null, true],
    ['log', null, true],
    ['rpc.reply', null, true],
  ])
})

t.test('a request that comes too late gets no verdict and reserves nothing', async (t) => {
  const desk = openDesk()
  const body = {
    clientOrderId: 'c1',
    strategyId: 's',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'limit',
    price: '60000',
    qty: '1',
    reduceOnly: false,
    bodyHash: 'h',
  }
  const outs = desk.step({ type: 'rpc.requested', requestId: 'r', method: 'risk.check', src: 'exec', deadlineUs: 1, correlationId: 'c', body })
  t.match(outs, [{ type: 'rpc.reply', answer: { ok: false, error: { code: 'DEADLINE' } } }])
  t.strictSame([desk.state.book.reserved.size, desk.state.counts.late], [0, 1])
})

t.test('two strategies race for the last unit and one gets it', async (t) => {
  const desk = openDesk()
  t.strictSame(desk.codes({ clientOrderId: 'a1', strategyId: 'a', qty: '0.8' }), [])
  t.strictSame(desk.codes({ clientOrderId: 'b1', strategyId: 'b', qty: '0.8' }), [])
  t.strictSame(desk.codes({ clientOrderId: 'a2', strategyId: 'a', qty: '0.8' }), ['POSITION_MAX'])
  t.strictSame(desk.codes({ clientOrderId: 'b2', strategyId: 'b', qty: '0.4' }), [])
  t.strictSame(desk.codes({ clientOrderId: 'a3', strategyId: 'a', qty: '0.00001' }), ['POSITION_MAX'])
  desk.feed(execStream().changed({ clientOrderId: 'a1', status: 'DENIED', qty: '0.8' }))
  t.strictSame(desk.codes({ clientOrderId: 'a4', strategyId: 'a', qty: '0.8' }), [])
})

t.test('the same order asked again is judged without its own reservation', async (t) => {
  const desk = openDesk()
  t.strictSame([desk.codes({ clientOrderId: 'a', qty: '0.8' }), desk.codes({ clientOrderId: 'a', qty: '0.8' })], [[], []])
  t.equal(desk.state.book.reserved.size, 1)
})

t.test('holds each strategy to its pace, denied orders cost nothing', async (t) => {
  const desk = openDesk({ ...RISK_CONFIG, ordersPerS: 10, burstCount: 2 })
  const ask = (strategyId: string, id: string, qty = '0.01') => desk.codes({ clientOrderId: id, strategyId, qty })
  t.strictSame(ask('a', '0', '11').includes('ORDER_QTY_MAX'), true)
  t.strictSame([ask('a', '1'), ask('a', '2'), ask('a', '3'), ask('b', '4')], [[], [], ['ORDER_RATE'], []])
  desk.wait(100_000)
  t.strictSame([ask('a', '5'), ask('a', '6')], [[], ['ORDER_RATE']])
})

t.test('refuses an event of exec that does not follow the last one', async (t) => {
  const stream = execStream()
  const [first, , third] = [stream.changed({}), stream.changed({}), stream.changed({})]
  const desk = riskDesk()
  desk.feed(first)
  t.throws(() => desk.feed(third), /event 3 of exec does not follow 1/)
})

t.test('a halt rises from every source, and falls step by step by a named human', async (t) => {
  const desk = openDesk()
  t.match(desk.halt('K1'), { ok: true, body: { level: 'K1' } })
  t.strictSame(desk.codes(), ['HALTED'])
  t.match(desk.step({ type: 'halt.raised', by: 'SIGUSR2' })[0], { event: { type: 'risk.halted', body: { level: 'K2', by: 'SIGUSR2' } } })
  t.strictSame(desk.step({ type: 'kill.file' }), [])
  t.match(desk.halt('K1'), { ok: true, body: { level: 'K2' } })
  t.match(resume(desk, 'K0'), { ok: false, error: { code: 'RESUME_STEP' } })
  t.match(resume(desk, 'K1', 'strat'), { ok: false, error: { code: 'RESUME_UNNAMED' } })
  t.match(resume(desk, 'K1'), { ok: true, body: { level: 'K1' } })
  t.match(resume(desk, 'K0'), { ok: true, body: { level: 'K0' } })
  t.strictSame(desk.codes(), [])
  t.strictSame(
    since(desk, 0).events.map(({ seq, type }) => `${seq} ${type}`),
    ['1 risk.halted', '2 risk.denied', '3 risk.halted', '4 risk.resumed', '5 risk.resumed'],
  )
})

t.test('the file KILL halts when nothing else works', async (t) => {
  const desk = openDesk()
  t.match(desk.step({ type: 'kill.file' })[0], { event: { type: 'risk.halted', body: { level: 'K2', reason: 'file KILL' } } })
  t.strictSame(desk.codes(), ['HALTED'])
})

t.test('pages its stream and knows no other', async (t) => {
  const desk = openDesk()
  for (const level of LEVELS.slice(1)) desk.halt(level)
  t.strictSame(
    [since(desk, 0, 3), since(desk, 3, 3), since(desk, 9)].map(({ events, more, lastSeq }) => [events.map(({ seq }) => seq), more, lastSeq]),
    [
      [[1, 2, 3], true, 4],
      [[4], false, 4],
      [[], false, 4],
    ],
  )
  t.match(desk.ask('events.since', { stream: 'exec.events', after: 0, max: 1 }).answer, { ok: false, error: { code: 'UNKNOWN_STREAM' } })
  t.match(desk.ask('acct.state', {}).answer, { ok: false, error: { code: 'UNKNOWN_METHOD' } })
})

t.test('latch, events and pace survive a restart, the epoch counts anew', async (t) => {
  const before = openDesk({ ...RISK_CONFIG, ordersPerS: 1, burstCount: 1 })
  before.codes({ clientOrderId: 'a' })
  before.halt('K3')
  const after = riskDesk({ ...RISK_CONFIG, ordersPerS: 1, burstCount: 1 }, before.frames)
  t.strictSame(after.state.recorded.latch, { level: 'K3', reason: 'test', by: 'ann' })
  t.strictSame(after.codes({ clientOrderId: 'b' }).slice(0, 2), ['HALTED', 'EXEC_STREAM_LOST'])
  t.ok(after.check({ clientOrderId: 'b' }).codes.includes('ORDER_RATE'))
  t.equal(after.check({ clientOrderId: 'b' }).riskSeq, 3)
  const { events, epoch } = since(after, 0)
  t.equal(epoch, 2)
  t.strictSame(
    events.map(({ seq, type }) => [seq, type]),
    [
      [1, 'risk.halted'],
      [2, 'risk.denied'],
      [3, 'risk.denied'],
      [4, 'risk.denied'],
    ],
  )
})

t.test('a restart adopts a new policy once and says so in the journal', async (t) => {
  const before = openDesk()
  const adopted = (frames: readonly Frame[], from = 0): number => frames.slice(from).filter(({ type }) => type === 'EVENT').length
  t.equal(adopted(before.frames), 1)
  const same = riskDesk(RISK_CONFIG, before.frames)
  t.equal(adopted(same.frames, before.frames.length), 0)
  const other = riskDesk({ ...RISK_CONFIG, policyVersion: 'b'.repeat(64) }, before.frames)
  t.equal(adopted(other.frames, before.frames.length), 1)
  t.equal(other.check().policyVersion, 'b'.repeat(64))
})

t.test('reservations survive a restart until exec tells what became of them', async (t) => {
  const before = openDesk()
  before.codes({ clientOrderId: 'a', qty: '0.8' })
  before.codes({ clientOrderId: 'b', qty: '0.8' })
  const after = riskDesk(RISK_CONFIG, before.frames)
  t.equal(after.state.book.reserved.size, 2)
  const stream = execStream()
  after.feed(stream.changed({ clientOrderId: 'a', status: 'NOT_RECEIVED', qty: '0.8' }))
  after.wait(500_000)
  after.mark('60000')
  t.strictSame(after.codes({ clientOrderId: 'c', qty: '0.8' }), [])
  t.strictSame(after.codes({ clientOrderId: 'd', qty: '0.8' }), ['POSITION_MAX'])
})

/** Price 1,000 keeps values small, so that only position, count and pace decide. */
const PLAY = { ...RISK_CONFIG, limits: { '*': { maxQty: '3', maxNotional: '50000', maxPosition: '2', maxOpenOrdersCount: 6 } } }
type Move = {
  readonly kind: 'ask' | 'send' | 'fill' | 'cancel' | 'deny' | 'restart' | 'lost'
  readonly pick: number
  readonly qty: number
  readonly sell: boolean
}
interface Live {
  readonly id: string
  readonly sell: boolean
  readonly qty: number
  filled: number
  sent: boolean
}
const lots = (count: number): string => formatScaled(BigInt(count), 2)

/** A venue and an exec that do whatever the moves say; it keeps its own count of what could happen. */
const play = (moves: readonly Move[]) => {
  const stream = execStream()
  let desk = openDesk(PLAY)
  let live: Live[] = []
  let position = 0
  let asked = 0
  let allowed = 0
  const tell = (event: ReturnType<typeof stream.changed>): void => void desk.step({ type: 'exec.event', event })
  const changed = (order: Live, status: 'SENT' | 'DENIED' | 'CANCELED' | 'FILLED'): void =>
    tell(stream.changed({ clientOrderId: order.id, side: order.sell ? 'sell' : 'buy', qty: lots(order.qty), status, settled: status !== 'SENT' }))
  const drop = (order: Live): void => {
    live = live.filter((other) => other !== order)
  }
  const worst = (): number => {
    const rest = (sell: boolean): number => live.filter((order) => order.sell === sell).reduce((sum, { qty, filled }) => sum + qty - filled, 0)
    return Math.max(Math.abs(position + rest(false)), Math.abs(position - rest(true)))
  }
  const actions: Record<Move['kind'], (move: Move, order: Live | undefined) => void> = {
    ask: ({ pick, qty, sell }) => {
      const id = `c${++asked}`
      const body = { clientOrderId: id, strategyId: pick % 2 === 0 ? 'a' : 'b', side: sell ? 'sell' : 'buy', qty: lots(qty), price: '1000' } as const
      if (desk.check(body).verdict === 'deny') return
      allowed += 1
      live.push({ id, sell, qty, filled: 0, sent: false })
    },
    send: (_, order) => {
      if (order === undefined || order.sent) return
      order.sent = true
      changed(order, 'SENT')
    },
    fill: ({ qty }, order) => {
      if (order === undefined || !order.sent) return
      const part = Math.min(qty, order.qty - order.filled)
      if (part === 0) return
      order.filled += part
      position += order.sell ? -part : part
      tell(stream.filled({ clientOrderId: order.id, side: order.sell ? 'sell' : 'buy', qty: lots(part), price: '1000' }))
      if (order.filled < order.qty) return
      changed(order, 'FILLED')
      drop(order)
    },
    cancel: (_, order) => {
      if (order === undefined || !order.sent) return
      changed(order, 'CANCELED')
      drop(order)
    },
    deny: (_, order) => {
      if (order === undefined || order.sent) return
      changed(order, 'DENIED')
      drop(order)
    },
    restart: () => {
      desk = riskDesk(PLAY, desk.frames)
      desk.feed(...stream.events)
      desk.wait(500_000)
    },
    lost: () => {
      desk.step({ type: 'exec.lost' })
      desk.feed()
    },
  }
  for (const move of moves) {
    desk.mark('1000')
    actions[move.kind](move, live[move.pick % Math.max(1, live.length)])
    if (worst() > 200 || live.length > 6) return { held: false, allowed, desk }
  }
  return { held: true, allowed, desk }
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('ask' as const) },
    { weight: 4, arbitrary: fc.constantFrom('send' as const, 'fill' as const) },
    { weight: 2, arbitrary: fc.constantFrom('cancel' as const, 'deny' as const) },
    { weight: 1, arbitrary: fc.constantFrom('restart' as const, 'lost' as const) },
  ),
  pick: fc.nat({ max: 11 }),
  qty: fc.integer({ min: 1, max: 150 }),
  sell: fc.boolean(),
})

t.test('no interleaving of two strategies gets more approved than a limit allows', async (t) => {
  let allowed = 0
  const property = fc.property(fc.array(move, { minLength: 20, maxLength: 60 }), (moves) => {
    const played = play(moves)
    allowed += played.allowed
    return played.held
  })
  fc.assert(property, { numRuns: 100, seed: 11 })
  t.ok(allowed > 500, `${allowed} orders were approved`)
})

t.test('the fold of the records is the recorded state, and the inputs run again give the same records', async (t) => {
  let compared = 0
  const property = fc.property(fc.array(move, { minLength: 20, maxLength: 40 }), fc.constantFrom(...LEVELS), (moves, level) => {
    const { desk } = play(moves)
    desk.halt(level)
    const folded = recovered(desk.frames)
    const again = replay(riskCore, desk.frames)
    compared += again.compared
    t.strictSame(folded.recorded, desk.state.recorded)
    return again.difference === null
  })
  fc.assert(property, { numRuns: 20, seed: 5 })
  t.ok(compared > 100, `${compared} records compared`)
})

t.test('running the inputs again finds a record that was changed', async (t) => {
  const desk = openDesk()
  desk.codes({ clientOrderId: 'a' })
  const turned = desk.frames.map((frame) => (frame.type === 'VERDICT' ? { ...frame, type: 'EVENT' as const } : frame))
  t.equal(replay(riskCore, turned).difference?.seq, desk.frames.findIndex(({ type }) => type === 'VERDICT') + 1)
})

t.test('stops when told', async (t) => {
  const desk = openDesk()
  t.strictSame(desk.step({ type: 'stop' }), [{ type: 'stopped' }])
  t.match(desk.health(), { state: 'stopped', ready: false })
})
