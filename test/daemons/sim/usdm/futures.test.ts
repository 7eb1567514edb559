import t from 'tap'
import { marginNow } from '../../../../src/daemons/sim/usdm/futures.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('an open order ties up margin until it is canceled', async (t) => {
  const desk = new UsdmDesk()
  const available = () => marginNow(desk.sim.venue.futures, desk.account).available
  const before = available()
  desk.limit('BUY', '50000')
  t.equal(before - available(), 250n * 10n ** 18n)
  desk.call('DELETE', '/fapi/v1/allOpenOrders', { symbol: 'BTCUSDT' })
  t.equal(available(), before)
})
