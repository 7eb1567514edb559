import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('takes what is for futures and leaves the rest to spot', async (t) => {
  const { sim } = new UsdmDesk()
  const { doors } = sim.venue
  t.notOk(doors.opened({ socketId: 'a', path: '/ws/btcusdt@trade', query: '' }))
  t.ok(doors.opened({ socketId: 'b', path: '/ws-fapi/v1', query: '' }))
  t.ok([...doors.sockets('api')].includes('b'))
  doors.closed('b')
  t.notOk([...doors.sockets('api')].includes('b'))
  t.equal(sim.ask('GET', '/api/v3/ping')?.status, 200)
})
