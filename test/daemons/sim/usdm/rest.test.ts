import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('refuses paths, keys and signatures as on spot', async (t) => {
  const { sim } = new UsdmDesk()
  t.match(sim.ask('GET', '/fapi/v1/nothing'), { status: 404, body: { code: -5000 } })
  t.match(sim.ask('GET', '/fapi/v3/account'), { status: 401, body: { code: -2014 } })
  t.match(sim.raw({ method: 'POST', path: '/fapi/v1/listenKey', key: 'nobody' }), { status: 401, body: { code: -2015 } })
  t.match(sim.raw({ method: 'GET', path: '/fapi/v3/account', query: `timestamp=${sim.nowMs}&signature=00` }), { body: { code: -1022 } })
})
