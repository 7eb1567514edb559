import t from 'tap'
import { paramsOf, parseParams, signedPayload, sortedPayload } from '../../../../src/daemons/sim/spot/params.ts'

t.test('reads query and body together and lets the query win', async (t) => {
  const params = parseParams('symbol=BTCUSDT&side=BUY', 'side=SELL&price=1.0&name=a%20b+c')
  t.strictSame([params.get('symbol'), params.get('side'), params.get('price'), params.get('name')], ['BTCUSDT', 'BUY', '1.0', 'a b c'])
  t.equal(params.get('none'), undefined)
})

t.test('refuses what is missing, malformed or badly encoded', async (t) => {
  const params = paramsOf(
    new Map([
      ['empty', ''],
      ['limit', 'x'],
      ['orderId', '12'],
    ]),
  )
  t.throws(() => params.need('empty'), { code: -1102, message: "Mandatory parameter 'empty' was not sent, was empty/null, or malformed." })
  t.throws(() => params.whole('limit'), { code: -1100 })
  t.equal(params.whole('orderId'), 12)
  t.equal(params.whole('none'), undefined)
  t.throws(() => parseParams('a=%E0%A4%A', ''), { code: -1100 })
})

t.test('signs the bytes as received, in query and body, without the signature itself', async (t) => {
  t.equal(signedPayload('symbol=A%20B&signature=ff', ''), 'symbol=A%20B')
  t.equal(signedPayload('', 'symbol=A&timestamp=1&signature=ff'), 'symbol=A&timestamp=1')
  t.equal(signedPayload('symbol=A&signature=ff', 'timestamp=1'), 'symbol=Atimestamp=1')
})

t.test('signs params of the WebSocket API sorted by name', async (t) => {
  t.equal(
    sortedPayload(
      new Map([
        ['timestamp', '1'],
        ['apiKey', 'k'],
        ['signature', 's'],
        ['name', 'a b'],
      ]),
    ),
    'apiKey=k&name=a b&timestamp=1',
  )
})
