import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('one symbol is answered with a row, none with all rows', async (t) => {
  const { sim } = new UsdmDesk()
  t.match(sim.ask('GET', '/fapi/v1/ticker/price', 'symbol=BTCUSDT')?.body, { symbol: 'BTCUSDT' })
  t.equal(sim.ask('GET', '/fapi/v1/ticker/price')?.body.length, 1)
})
