import t from 'tap'
import { ALGO_PATH, UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('a trailing stop shows its rate and no trigger', async (t) => {
  const desk = new UsdmDesk()
  const order = {
    symbol: 'BTCUSDT',
    algoType: 'CONDITIONAL',
    side: 'SELL',
    type: 'TRAILING_STOP_MARKET',
    callbackRate: '1.5',
    quantity: '0.1',
    clientAlgoId: 'a1',
  }
  t.match(desk.call('POST', ALGO_PATH, order), { callbackRate: '1.5', triggerPrice: '0' })
  t.match(desk.call('POST', ALGO_PATH, order), { code: -4116 })
  t.match(desk.call('GET', ALGO_PATH), { code: -1102 })
  t.match(desk.events('ALGO_UPDATE'), [{ o: { caid: 'a1', X: 'NEW', tp: '0', at: 'CONDITIONAL' } }])
})
