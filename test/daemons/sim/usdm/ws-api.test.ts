import t from 'tap'
import { hmac, type Json, SIM_KEY, SIM_SECRET } from '../../../kit/sim-desk.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

const ask = (desk: UsdmDesk, socket: string, frame: { readonly method: string; readonly params?: Readonly<Record<string, string | number>> }): Json => {
  const params = { apiKey: SIM_KEY, timestamp: desk.sim.nowMs, ...frame.params }
  const payload = Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  desk.sim.say(socket, { id: 'x', method: frame.method, params: { ...params, signature: hmac(SIM_SECRET, payload) } })
  return JSON.parse(desk.sim.texts(socket).at(-1) ?? '{}') as Json
}

t.test('places, modifies, shows and cancels an order, and shows the account', async (t) => {
  const desk = new UsdmDesk()
  const socket = desk.sim.open('/ws-fapi/v1')
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.1, price: '50000', newClientOrderId: 'w1' }
  t.match(ask(desk, socket, { method: 'order.place', params: order }), { id: 'x', status: 200, result: { status: 'NEW', clientOrderId: 'w1' } })
  const named = { symbol: 'BTCUSDT', origClientOrderId: 'w1' }
  t.match(ask(desk, socket, { method: 'order.modify', params: { ...named, side: 'BUY', quantity: '0.2', price: '50001' } }), { result: { price: '50001' } })
  t.match(ask(desk, socket, { method: 'order.status', params: named }), { result: { origQty: '0.2' } })
  t.match(ask(desk, socket, { method: 'order.cancel', params: named }), { result: { status: 'CANCELED' } })
  t.match(ask(desk, socket, { method: 'v2/account.balance' }), { result: [{ asset: 'USDT' }] })
  t.match(ask(desk, socket, { method: 'account.status' }), { result: { canTrade: true } })
  t.match(ask(desk, socket, { method: 'account.position', params: { symbol: 'BTCUSDT' } }), { result: [{ positionSide: 'BOTH' }] })
  for (const verb of ['start', 'ping']) t.match(ask(desk, socket, { method: `userDataStream.${verb}` }), { result: { listenKey: String } })
  t.match(ask(desk, socket, { method: 'nothing' }), { status: 400, error: { code: -1000 } })
  desk.sim.say(socket, 'no json')
  t.match(JSON.parse(desk.sim.texts(socket).at(-1) ?? ''), { id: null, error: { code: -1000 } })
})
