import t from 'tap'
import { ask, askIn, askNow, HELD_BACK } from '../../../src/daemons/exec/calls.ts'
import type { Question } from '../../../src/daemons/exec/limits/gate.ts'
import { drain } from '../../../src/daemons/exec/queue.ts'
import { type Turn, venueUs } from '../../../src/daemons/exec/turn.ts'
import { Rig } from './rig.ts'

const call: Question = () => ({ method: 'GET', path: '/x', params: [], security: 'none', cost: { weight: 5, orders: 0 } })
const weightOf = (rig: Rig, limitCount: number): void => rig.state.gate.limiter.learn([{ kind: 'weight', intervalUs: 60_000_000, limitCount }])

/** A rig, and a turn at its present time. */
const benchOf = (): { rig: Rig; turn: () => Turn; sent: () => string[] } => {
  const rig = new Rig()
  return { rig, turn: () => rig.turn(), sent: () => rig.of('venue.send').map(({ id }) => id) }
}

t.test('a question is under way once', async (t) => {
  const { rig, turn } = benchOf()
  t.equal(ask(turn(), 'query|a', call), true)
  t.equal(ask(turn(), 'query|a', call), false)
  t.equal(ask(turn(), 'cancel|a', call), true)
  t.match(rig.of('venue.send'), [{ timeoutUs: 5_000_000 }, { timeoutUs: 2_000_000 }])
})

t.test('a question without budget waits and leaves as soon as there is some', async (t) => {
  const { rig, turn, sent } = benchOf()
  weightOf(rig, 600)
  rig.state.gate.limiter.charge({ weight: 60, orders: 0 }, 'halt', venueUs(turn()))
  ask(turn(), 'query|a', call)
  ask(turn(), 'query|b', call)
  t.same(sent(), [])
  t.match(rig.of('timer.set').at(-1), { id: 'gate', afterUs: 500_000 })
  rig.nowUs += 500_000
  drain(turn())
  t.same(sent(), ['query|a'])
  rig.nowUs += 500_000
  drain(turn())
  t.same(sent(), ['query|a', 'query|b'])
})

t.test('cancels go before questions when both wait', async (t) => {
  const { rig, turn, sent } = benchOf()
  weightOf(rig, 600)
  rig.state.gate.limiter.freeze(venueUs(turn()) + 1_000_000)
  ask(turn(), 'query|a', call)
  ask(turn(), 'cancel|a', call)
  rig.nowUs += 1_000_000
  drain(turn())
  t.same(sent(), ['cancel|a', 'query|a'])
})

t.test('nothing leaves inside a ban, whatever its lane', async (t) => {
  const { rig, turn, sent } = benchOf()
  rig.state.gate.limiter.freeze(venueUs(turn()) + 2_000_000)
  askIn(turn(), { id: 'cancel|a', lane: 'halt', symbol: 'X', question: call })
  t.equal(askNow(turn(), 'time|1', call), false)
  t.same(sent(), [])
})

t.test('a question for the moment is charged and does not wait for its turn', async (t) => {
  const { rig, turn, sent } = benchOf()
  weightOf(rig, 100)
  rig.state.gate.limiter.charge({ weight: 99, orders: 0 }, 'halt', venueUs(turn()))
  t.equal(askNow(turn(), 'time|1', call), true)
  t.same(sent(), ['time|1'])
  t.match(rig.state.gate.limiter.report(venueUs(turn())), [{ usedCount: 104 }])
})

t.test('a question behind an open breaker is told so, and not asked', async (t) => {
  const { rig, turn, sent } = benchOf()
  rig.state.gate.breakers.query.force('forcedOpen')
  ask(turn(), 'query|a', call)
  t.same(sent(), [])
  t.match(rig.of('timer.set'), [{ id: 'held|query|a', afterUs: 0 }])
  t.match(HELD_BACK, { ok: false, sent: false })
})

t.test('an open breaker lets one cancel of a symbol through each second', async (t) => {
  const { rig, turn, sent } = benchOf()
  rig.state.gate.breakers['trade.cancel'].force('forcedOpen')
  const cancel = (id: string, symbol: string, lane: 'cancel' | 'halt' = 'cancel'): boolean =>
    askIn(turn(), { id: `cancel|${id}`, lane, symbol, question: call })
  cancel('a', 'X')
  cancel('b', 'X')
  cancel('c', 'Y')
  t.same(sent(), ['cancel|a', 'cancel|c'])
  cancel('d', 'X', 'halt')
  rig.nowUs += 1_000_000
  cancel('b', 'X')
  t.same(sent(), ['cancel|a', 'cancel|c', 'cancel|d', 'cancel|b'])
})
