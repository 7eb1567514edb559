import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('hedge mode asks for a side and takes no reduceOnly', async (t) => {
  const desk = new UsdmDesk()
  desk.call('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })
  t.match(desk.limit('BUY', '50000'), { code: -4061 })
  t.match(desk.limit('BUY', '50000', { positionSide: 'LONG', reduceOnly: 'true' }), { code: -4062 })
  t.match(desk.limit('BUY', '50000', { positionSide: 'LONG' }), { status: 'NEW', positionSide: 'LONG', reduceOnly: false })
})
