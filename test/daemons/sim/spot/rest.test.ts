import t from 'tap'
import { hmac, QUIET_MARKET, SIM_SECRET, SimDesk } from '../../../kit/sim-desk.ts'

const openDesk = (): SimDesk => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  return desk
}
const ORDER = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.5&price=99.00'

t.test('accepts signed parameters in the query, in the body, and in both', async (t) => {
  const desk = openDesk()
  const place = (query: string, body: string): number | undefined => desk.raw({ method: 'POST', path: '/api/v3/order', query, body })?.status
  const time = `timestamp=${desk.nowMs}`
  t.equal(place(`${ORDER}&${time}&signature=${hmac(SIM_SECRET, `${ORDER}&${time}`)}`, ''), 200)
  t.equal(place('', `${ORDER}&${time}&signature=${hmac(SIM_SECRET, `${ORDER}&${time}`)}`), 200)
  t.equal(place(ORDER, `${time}&signature=${hmac(SIM_SECRET, `${ORDER}${time}`)}`), 200)
  t.equal(place(ORDER, `${time}&signature=${hmac(SIM_SECRET, `${ORDER}&${time}`)}`), 400)
})

t.test('answers paths, methods and encodings that it does not know', async (t) => {
  const desk = openDesk()
  t.match(desk.ask('GET', '/api/v3/nothing'), { status: 404, body: { code: -5000, msg: 'Path /api/v3/nothing, Method GET is invalid' } })
  t.match(desk.ask('PUT', '/api/v3/ping'), { status: 404 })
  t.match(desk.ask('GET', '/api/v3/depth', 'symbol=%E0%A4%A'), { status: 400, body: { code: -1100 } })
  t.match(desk.raw({ method: 'GET', path: '/api/v3/account', key: '' }), { status: 401, body: { code: -2014 } })
})

t.test('gives up on a book that does not come', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET.slice(0, 1) })
  desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')
  const asked = desk.lastRequestId
  desk.advance(4_900_000)
  t.equal(desk.answer(asked), undefined)
  desk.advance(200_000)
  t.match(desk.answer(asked), { status: 400, body: { code: -1112, msg: 'No orders on book for symbol.' } })
})
