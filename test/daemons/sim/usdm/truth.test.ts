import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

const QUIET = { config: { market: 'none' } } as const

const last = (desk: UsdmDesk, type: string) => desk.sim.records(type).findLast(({ product }) => product === 'usdm')

t.test('a refused order is in the truth log with its product', async (t) => {
  const desk = new UsdmDesk()
  desk.limit('BUY', '1.05', { newClientOrderId: 'r1' })
  t.match(desk.sim.truth.at(-1), { type: 'reject', product: 'usdm', clientOrderId: 'r1', code: -4014 })
})

t.test('says what an account chose, and what its positions earned and hold', async (t) => {
  const desk = new UsdmDesk({ fundingMs: 10_000 })
  desk.call('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 10 })
  desk.call('POST', '/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'ISOLATED' })
  t.match(last(desk, 'setting'), { account: 'main', symbol: 'BTCUSDT', leverage: 10, marginType: 'isolated' })
  desk.call('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })
  t.match(last(desk, 'mode'), { account: 'main', dual: true })
  desk.market('BUY', '0.1', { positionSide: 'LONG' })
  desk.call('POST', '/fapi/v1/positionMargin', { symbol: 'BTCUSDT', positionSide: 'LONG', amount: '5', type: 2 })
  t.match(last(desk, 'margin'), { symbol: 'BTCUSDT', positionSide: 'LONG', amount: '-5' })
  desk.advanceMs(11_000)
  t.match(last(desk, 'income'), { symbol: 'BTCUSDT', positionSide: 'LONG', incomeType: 'FUNDING_FEE', amount: String })
})

t.test('says how an order was changed', async (t) => {
  const desk = new UsdmDesk({}, QUIET)
  const orderId = String(desk.limit('BUY', '50000', { timeInForce: 'GTD', goodTillDate: desk.sim.nowMs + 700_000 }).orderId)
  t.match(last(desk, 'accept'), { orderId, tif: 'GTD', origType: 'LIMIT', goodTillMs: Number })
  desk.call('PUT', '/fapi/v1/order', { symbol: 'BTCUSDT', side: 'BUY', orderId, price: '51000', quantity: '0.2' })
  t.match(last(desk, 'amend'), { orderId, price: '51000', qty: '0.2' })
})
