import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('a refused order is in the truth log with its product', async (t) => {
  const desk = new UsdmDesk()
  desk.limit('BUY', '1.05', { newClientOrderId: 'r1' })
  t.match(desk.sim.truth.at(-1), { type: 'reject', product: 'usdm', clientOrderId: 'r1', code: -4014 })
})
