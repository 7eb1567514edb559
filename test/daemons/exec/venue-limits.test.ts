import t from 'tap'
import { Rig } from './rig.ts'

t.test('the clock of the venue is sampled again and again', async (t) => {
  const rig = new Rig().start()
  const samples = (): number => rig.venue.calls.filter((call) => call.startsWith('GET /api/v3/time')).length
  t.equal(samples(), 3)
  rig.run(61_000_000)
  t.equal(samples(), 5)
  rig.offer({ type: 'clock.stepped', byUs: 5 })
  t.equal(samples(), 6)
})

t.test('a drift of the venue is followed', async (t) => {
  const rig = new Rig().start()
  rig.venue.offsetMs = 400
  rig.run(95_000_000)
  const id = rig.submit()
  rig.run(10_000)
  const sent = rig.of('order.sent').find(({ clientOrderId }) => clientOrderId === id)
  t.ok(Math.abs((sent?.serverMs ?? 0) - rig.nowUs / 1000 - 400) < 50)
})
