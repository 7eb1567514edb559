import t from 'tap'
import { lost, refused } from './paper-venue.ts'
import { Rig } from './rig.ts'

const POST = 'POST /api/v3/order'
const QUERY = 'GET /api/v3/order'
const queriesOf = (rig: Rig): number => rig.venue.calls.filter((call) => call.startsWith(`${QUERY}?`)).length

const doubtful = (): { rig: Rig; id: string } => {
  const rig = new Rig().start()
  rig.venue.script.push({ call: POST, result: lost })
  const id = rig.submit()
  rig.run(4_000)
  return { rig, id }
}

t.test('the venue is asked at 0.5, 1, 2, 4 and 8 s, then every 2 s', async (t) => {
  const { rig } = doubtful()
  const counts = [400_000, 200_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 2_000_000].map((us) => {
    rig.run(us)
    return queriesOf(rig)
  })
  t.same(counts, [0, 1, 2, 3, 4, 5, 6])
})

t.test('a question that fails is no proof', async (t) => {
  const { rig, id } = doubtful()
  for (let count = 0; count < 40; count++) rig.venue.script.push({ call: QUERY, result: refused(503, -1000, 'x') })
  rig.run(55_000_000)
  t.equal(rig.order(id).status, 'UNKNOWN')
  t.ok(rig.of('log').some(({ message }) => message === 'fate of an order is unknown for long'))
  rig.run(10_000_000)
  t.equal(rig.state.registry.halts.get('strategy:maker'), 'K1')
})

t.test('after a restart the proof needs a look at the open orders after the deadline', async (t) => {
  const { rig, id } = doubtful()
  const next = rig.restart(2)
  t.equal(next.state.phase, 'ready')
  next.run(12_000_000)
  t.equal(next.order(id).status, 'UNKNOWN')
  next.run(10_000_000)
  t.equal(next.order(id).status, 'NOT_RECEIVED')
  t.equal(rig.venue.posts.length, 1)
})

t.test('an order found with fills brings them along', async (t) => {
  const { rig, id } = doubtful()
  rig.venue.rest(id)
  rig.venue.fill(id, '1', '1')
  rig.run(2_000_000)
  t.match(rig.order(id), { status: 'FILLED', filledQty: '1', settled: true })
  t.equal(rig.venue.posts.length, 1)
})
