import t from 'tap'
import { restTerms, streamTerms } from '../../../../src/lib/venues/binance-usdm/order-words.ts'

const rest = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '1', origQty: '2', executedQty: '0', status: 'NEW' }
const stream = { S: 'SELL', o: 'TAKE_PROFIT', f: 'GTX', p: '1', q: '2', z: '2', X: 'FILLED' }

t.test('words of futures become ours', async (t) => {
  t.match(restTerms(rest), { side: 'buy', type: 'limit', tif: 'gtc', status: 'WORKING' })
  t.match(streamTerms(stream), { side: 'sell', type: 'limitMaker', tif: 'gtc', status: 'FILLED' })
  t.match(streamTerms({ ...stream, o: 'STOP_MARKET', f: 'GTC' }), { type: 'market', price: null })
  t.throws(() => restTerms({ ...rest, type: 'NEVER' }), /unknown word 'NEVER'/)
})
