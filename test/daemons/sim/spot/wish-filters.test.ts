import t from 'tap'
import { QUIET_MARKET, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5' }

t.test('bounds prices by the mean of the last five minutes, not by the last trade', async (t) => {
  const lines = [
    ...QUIET_MARKET,
    recordedTrade(30, ['20.00', '999'], true),
    recordedTrade(31, ['100.00', '1'], true),
    recordedTrade(60_000, ['100.00', '1'], true),
  ]
  const moved = new SimDesk({ lines, config: { autostart: true } })
  moved.advance(100_000)
  const codeOf = (price: string) => moved.signed('POST', ORDER, { ...LIMIT, price }).body['msg']
  t.equal(String(codeOf('3.00')), 'Filter failure: PERCENT_PRICE_BY_SIDE')
  // 5 times the last price would be 500, 5 times the mean is 100.40
  t.equal(String(codeOf('101.00')), 'Filter failure: PERCENT_PRICE_BY_SIDE')
  t.equal(String(codeOf('19.00')), 'undefined')
})
