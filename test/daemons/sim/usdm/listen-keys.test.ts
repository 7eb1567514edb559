import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('a key stays the same while it lives, and tells only the events that were asked for', async (t) => {
  const desk = new UsdmDesk()
  const { listenKey } = desk.call('POST', '/fapi/v1/listenKey')
  t.equal(desk.call('POST', '/fapi/v1/listenKey').listenKey, listenKey)
  const one = desk.sim.open(`/private/ws?listenKey=${listenKey}&events=ORDER_TRADE_UPDATE`)
  const both = desk.sim.open(`/private/stream?listenKey=${listenKey}`)
  const old = desk.sim.open(`/ws/${listenKey}`)
  desk.market('BUY', '0.001')
  t.ok(desk.sim.texts(one).length > 0 && desk.sim.texts(one).every((text) => text.startsWith('{"e":"ORDER_TRADE_UPDATE"')))
  t.match(JSON.parse(desk.sim.texts(both)[0] ?? '{}'), { stream: listenKey, data: { e: 'ORDER_TRADE_UPDATE' } })
  t.equal(desk.sim.texts(old).length, desk.sim.texts(both).length)
  desk.sim.say(one, { method: 'SUBSCRIBE', params: [], id: 7 })
  t.strictSame(JSON.parse(desk.sim.texts(one).at(-1) ?? ''), { result: null, id: 7 })
})

t.test('nothing is told after the key was given back', async (t) => {
  const desk = new UsdmDesk()
  t.strictSame(desk.call('DELETE', '/fapi/v1/listenKey'), {})
  desk.market('BUY', '0.001')
  t.equal(desk.sim.texts(desk.user).length, 0)
})
