import t from 'tap'
import { usdmDefaults } from '../../../../src/daemons/sim/config.ts'
import { Refusal } from '../../../../src/daemons/sim/spot/refusal.ts'
import { usdmRefusals } from '../../../../src/daemons/sim/usdm/refusals.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'

type Values = Readonly<Record<string, string | number>>
type Case = readonly [code: number, method: string, path: string, values: Values]

const S = { symbol: 'BTCUSDT' }
const ORDER = { ...S, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '50000', quantity: '0.01' }
const ALGO = { ...S, algoType: 'CONDITIONAL', side: 'SELL', type: 'STOP_MARKET', triggerPrice: '50000', quantity: '0.01' }
const place = (code: number, values: Values): Case => [code, 'POST', '/fapi/v1/order', { ...ORDER, ...values }]

const openDesk = (): SimDesk => {
  const desk = new SimDesk({ config: { usdm: { ...usdmDefaults, symbols: ['BTCUSDT'] } } })
  desk.advance(1_000_000)
  return desk
}

/** Each on an account without orders and positions. */
const FRESH: readonly Case[] = [
  place(-1102, { symbol: '' }),
  place(-1121, { symbol: 'XUSDT' }),
  place(-1117, { side: 'UP' }),
  place(-1116, { type: 'LIMIT_MAKER' }),
  place(-1115, { timeInForce: 'DAY' }),
  place(-1100, { price: 'x' }),
  place(-1111, { price: '50000.000000001' }),
  place(-1136, { newOrderRespType: 'FULL' }),
  place(-4001, { price: '0' }),
  place(-4002, { price: '99999999999' }),
  place(-4014, { price: '50000.05' }),
  place(-4003, { quantity: '0' }),
  place(-4004, { quantity: '0.0001' }),
  place(-4005, { quantity: '99999999999' }),
  place(-4023, { quantity: '0.0105' }),
  place(-4013, { price: '0.01' }),
  place(-4015, { newClientOrderId: 'a b' }),
  place(-4164, { price: '100' }),
  place(-4060, { positionSide: 'UP' }),
  place(-4061, { positionSide: 'LONG' }),
  place(-4031, { workingType: 'LAST' }),
  place(-4120, { type: 'STOP_MARKET' }),
  place(-5037, { priceMatch: 'QUEUE' }),
  place(-5040, { timeInForce: 'GTD', goodTillDate: 1 }),
  place(-5022, { timeInForce: 'GTX', price: '70000' }),
  place(-2019, { quantity: '1000' }),
  place(-2022, { reduceOnly: 'true' }),
  [-2011, 'DELETE', '/fapi/v1/order', { ...S, orderId: 99 }],
  [-2013, 'GET', '/fapi/v1/order', { ...S, orderId: 99 }],
  [-1120, 'GET', '/fapi/v1/klines', { ...S, interval: '7m' }],
  [-4021, 'GET', '/fapi/v1/depth', { ...S, limit: 7 }],
  [-4028, 'POST', '/fapi/v1/leverage', { ...S, leverage: 126 }],
  [-4046, 'POST', '/fapi/v1/marginType', { ...S, marginType: 'CROSSED' }],
  [-1130, 'POST', '/fapi/v1/marginType', { ...S, marginType: 'HALF' }],
  [-4059, 'POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'false' }],
  [-4049, 'POST', '/fapi/v1/positionMargin', { ...S, amount: '1', type: 1 }],
  [-4055, 'POST', '/fapi/v1/positionMargin', { ...S, amount: '0', type: 1 }],
  [-4082, 'POST', '/fapi/v1/batchOrders', { batchOrders: '[]' }],
  [-1125, 'PUT', '/fapi/v1/listenKey', {}],
  [-2021, 'POST', '/fapi/v1/algoOrder', { ...ALGO, triggerPrice: '70000' }],
  [-4137, 'POST', '/fapi/v1/algoOrder', { ...ALGO, closePosition: 'true' }],
  [-1130, 'POST', '/fapi/v1/algoOrder', { ...ALGO, type: 'TRAILING_STOP_MARKET', callbackRate: '50' }],
]

t.test('refuses with the code that the venue has for it', async (t) => {
  const desk = openDesk()
  for (const [code, method, path, values] of FRESH) {
    const answer = desk.signed(method, path, values)
    t.match({ code: answer.body.code, status: answer.status }, { code, status: 400 }, `${code} of ${method} ${path}`)
  }
})

t.test('refuses what an open order, a position or a mode stands against', async (t) => {
  const desk = openDesk()
  const code = (method: string, path: string, values: Values) => desk.signed(method, path, values).body.code
  desk.signed('POST', '/fapi/v1/order', { ...ORDER, newClientOrderId: 'c1' })
  const found = [
    code('POST', '/fapi/v1/order', { ...ORDER, newClientOrderId: 'c1' }),
    code('POST', '/fapi/v1/marginType', { ...S, marginType: 'ISOLATED' }),
    code('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' }),
    code('PUT', '/fapi/v1/order', { ...S, side: 'BUY', origClientOrderId: 'c1', price: '50000', quantity: '0.01' }),
  ]
  desk.signed('DELETE', '/fapi/v1/allOpenOrders', S)
  desk.signed('POST', '/fapi/v1/marginType', { ...S, marginType: 'ISOLATED' })
  found.push(code('POST', '/fapi/v1/positionMargin', { ...S, amount: '1', type: 1 }))
  desk.signed('POST', '/fapi/v1/order', { ...S, side: 'BUY', type: 'MARKET', quantity: '0.01' })
  found.push(
    code('POST', '/fapi/v1/marginType', { ...S, marginType: 'CROSSED' }),
    code('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' }),
    code('POST', '/fapi/v1/positionMargin', { ...S, amount: '999999', type: 1 }),
    code('POST', '/fapi/v1/positionMargin', { ...S, amount: '999999', type: 2 }),
  )
  t.strictSame(found, [-4116, -4047, -4067, -5027, -4054, -4048, -4068, -4050, -4051])
})

t.test('every refusal has a code below -1000 and a text', async (t) => {
  const all = Object.values(usdmRefusals).map((make) => make('5'))
  t.ok(all.every((refusal) => refusal instanceof Refusal && refusal.code < -1_000 && refusal.message.length > 5))
})
