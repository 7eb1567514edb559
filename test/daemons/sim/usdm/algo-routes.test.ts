import t from 'tap'
import { ALGO_PATH, UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('a conditional order is named by an id of its client only once', async (t) => {
  const desk = new UsdmDesk()
  const order = { symbol: 'BTCUSDT', algoType: 'CONDITIONAL', side: 'SELL', type: 'STOP_MARKET', triggerPrice: '50000', quantity: '0.1', clientAlgoId: 'a1' }
  t.match(desk.call('POST', ALGO_PATH, order), { algoStatus: 'NEW' })
  t.match(desk.call('POST', ALGO_PATH, order), { code: -4116 })
  t.match(desk.call('GET', ALGO_PATH), { code: -1102 })
  t.match(desk.events('ALGO_UPDATE'), [{ o: { caid: 'a1', X: 'NEW', tp: '50000', at: 'CONDITIONAL' } }])
})
