import t from 'tap'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1.5', price: '100.01', newClientOrderId: 'c1' }

t.test('reports an order that is partly filled and then canceled, word for word', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  const socket = desk.watch()
  desk.take(socket)
  desk.signed('POST', ORDER, LIMIT)
  const ms = desk.nowMs
  desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', orderId: 1, newClientOrderId: 'x1' })
  const common = `"S":"BUY","o":"LIMIT","f":"GTC","q":"1.50000000","p":"100.01000000","P":"0.00000000","F":"0.00000000","g":-1`
  const texts = desk.texts(socket)
  t.equal(
    texts[0],
    `{"subscriptionId":0,"event":{"e":"executionReport","E":${ms},"s":"BTCUSDT","c":"c1",${common},"C":"","x":"NEW","X":"NEW","r":"NONE","i":1,"l":"0.00000000","z":"0.00000000","L":"0.00000000","n":"0","N":null,"T":${ms},"t":-1,"I":1,"w":true,"m":false,"M":false,"O":${ms},"Z":"0.00000000","Y":"0.00000000","Q":"0.00000000","W":${ms},"V":"NONE"}}`,
  )
  t.equal(
    texts[1],
    `{"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":${ms},"u":${ms},"B":[{"a":"BTC","f":"2.00000000","l":"0.00000000"},{"a":"USDT","f":"99849.98500000","l":"150.01500000"}]}}`,
  )
  t.equal(
    texts[2],
    `{"subscriptionId":0,"event":{"e":"executionReport","E":${ms},"s":"BTCUSDT","c":"c1",${common},"C":"","x":"TRADE","X":"PARTIALLY_FILLED","r":"NONE","i":1,"l":"1.00000000","z":"1.00000000","L":"100.01000000","n":"0.00100000","N":"BTC","T":${ms},"t":1,"I":2,"w":true,"m":false,"M":true,"O":${ms},"Z":"100.01000000","Y":"100.01000000","Q":"0.00000000","W":${ms},"V":"NONE"}}`,
  )
  t.match(JSON.parse(texts[4] ?? ''), { event: { c: 'x1', C: 'c1', x: 'CANCELED', X: 'CANCELED', z: '1.00000000', l: '0.00000000', t: -1, w: false } })
  t.match(JSON.parse(texts[5] ?? ''), {
    event: {
      B: [
        { a: 'BTC', f: '2.99900000' },
        { a: 'USDT', f: '99899.99000000', l: '0.00000000' },
      ],
    },
  })
})
