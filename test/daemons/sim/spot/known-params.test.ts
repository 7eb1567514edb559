import t from 'tap'
import { checkNames } from '../../../../src/daemons/sim/spot/known-params.ts'
import { parseParams } from '../../../../src/daemons/sim/spot/params.ts'

const check = (key: string, query: string, overSocket = false) => checkNames({ key, params: parseParams(query, ''), overSocket })

t.test('refuses what an endpoint does not read', async (t) => {
  t.doesNotThrow(() => check('GET /api/v3/order', 'symbol=A&orderId=1&timestamp=1&signature=x'))
  t.throws(() => check('GET /api/v3/ping', 'a=1'), { code: -1101, message: "Too many parameters; expected '0' and received '1'." })
  t.throws(() => check('GET /api/v3/order', 'symbol=A&foo=1'), {
    code: -1104,
    message: "Not all sent parameters were read; read '1' parameter(s) but was sent '2'.",
  })
  t.throws(() => check('GET /api/v3/order', 'symbol=A&foo=1', true), { code: -1103 })
  t.doesNotThrow(() => check('GET /api/v3/ping', 'returnRateLimits=false', true))
  t.throws(() => check('GET /api/v3/account', 'foo=1'), { code: -1104 })
  t.throws(() => check('GET /api/v3/avgPrice', 'symbol=A&a=1&b=1'), { code: -1101, message: "Too many parameters; expected '2' and received '3'." })
  t.doesNotThrow(() => check('GET /api/v3/depth', 'symbol=A&limit=5&apiKey=k', true))
  t.doesNotThrow(() => check('POST /api/v3/orderList/otoco', 'symbol=A&workingType=LIMIT&pendingAbovePrice=1&pendingBelowStopPrice=2'))
  t.doesNotThrow(() => check('GET /sim/state', 'foo=1'))
})
