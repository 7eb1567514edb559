import t from 'tap'
import { LANE_RULES } from '../../../src/daemons/exec/limits/lanes.ts'
import { depart, drain, enter } from '../../../src/daemons/exec/queue.ts'
import { Rig } from './rig.ts'

t.test('a full lane takes nothing more', async (t) => {
  const rig = new Rig()
  const waiting = { lane: 'order', leave: () => 1_000 } as const
  for (let n = 0; n < LANE_RULES.order.queueCount; n += 1) t.ok(enter(rig.turn(), `new|${n}`, waiting))
  t.notOk(enter(rig.turn(), 'new|more', waiting))
})

t.test('goes lane by lane, and in each lane the first comes first', async (t) => {
  const rig = new Rig()
  const left: string[] = []
  let isShut = true
  const entry = (id: string, lane: 'halt' | 'order' | 'query') => enter(rig.turn(), id, { lane, leave: () => (isShut ? 700 : left.push(id) * 0) })
  for (const id of ['q1', 'q2']) entry(id, 'query')
  for (const id of ['o1', 'o2']) entry(id, 'order')
  entry('h', 'halt')
  t.match(rig.of('timer.set').at(-1), { id: 'gate', afterUs: 700 })
  isShut = false
  drain(rig.turn())
  t.same(left, ['h', 'o1', 'o2', 'q1', 'q2'])
  t.equal(rig.state.gate.waiting.size, 0)
})

t.test('remembers when a call left and in which generation of its breaker', async (t) => {
  const rig = new Rig()
  rig.state.gate.breakers.query.force('disabled')
  depart(rig.turn(), 'query|a', 'query')
  t.same(rig.state.gate.inFlight.get('query|a'), { askedUs: rig.nowUs, group: 'query', generation: 1 })
})
