import t from 'tap'
import { type Json, QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00', newClientOrderId: 'c1' }

const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
desk.advance(100_000)

const refused = (fields: Readonly<Record<string, string>>): Json => desk.signed('POST', '/api/v3/order', { ...LIMIT, ...fields }).body

t.test('refuses orders with the code and text of the venue', async (t) => {
  const cases: ReadonlyArray<readonly [Readonly<Record<string, string>>, number, string]> = [
    [{ symbol: 'NOPE' }, -1121, 'Invalid symbol.'],
    [{ symbol: '' }, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."],
    [{ side: 'HOLD' }, -1117, 'Invalid side.'],
    [{ side: 'toString' }, -1117, 'Invalid side.'],
    [{ type: 'STOP' }, -1116, 'Invalid orderType.'],
    [{ timeInForce: 'GTX' }, -1115, 'Invalid timeInForce.'],
    [{ price: '' }, -1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed."],
    [{ quantity: '1e3' }, -1100, "Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."],
    [{ quantity: '0.000000001' }, -1111, "Parameter 'quantity' has too much precision."],
    [{ price: '99.001' }, -1013, 'Filter failure: PRICE_FILTER'],
    [{ price: '0' }, -1013, 'Filter failure: PRICE_FILTER'],
    [{ quantity: '0.000001' }, -1013, 'Filter failure: LOT_SIZE'],
    [{ quantity: '0' }, -1013, 'Filter failure: LOT_SIZE'],
    [{ quantity: '0.01' }, -1013, 'Filter failure: NOTIONAL'],
    [{ price: '900000', quantity: '11' }, -1013, 'Filter failure: NOTIONAL'],
    [{ type: 'MARKET', timeInForce: '', price: '', quantity: '0.01' }, -1013, 'Filter failure: NOTIONAL'],
    [{ newClientOrderId: 'a b' }, -1100, "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'."],
  ]
  for (const [fields, code, msg] of cases) t.strictSame(refused(fields), { code, msg }, JSON.stringify(fields))
})

t.test('turns a quote amount into whole lots of what the book offers', async (t) => {
  const market = { type: 'MARKET', timeInForce: '', price: '', newClientOrderId: 'q1' }
  const { quantity: _quantity, ...amount } = { ...LIMIT, ...market, quoteOrderQty: '150.02' }
  const { body } = desk.signed('POST', '/api/v3/order', amount)
  t.match(body, { executedQty: '1.50000000', cummulativeQuoteQty: '150.02000000', origQuoteOrderQty: '150.02000000', status: 'FILLED' })
  t.match(desk.signed('POST', '/api/v3/order', { ...amount, quoteOrderQty: '0.0001' }).body, { code: -2010, msg: /LOT_SIZE/ })
  t.match(desk.signed('POST', '/api/v3/order', { ...amount, quoteOrderQty: 'x' }).body, { code: -1100 })
  t.match(desk.signed('POST', '/api/v3/order', { ...amount, quoteOrderQty: '100.123456789' }).body, { code: -1111, msg: /'quoteOrderQty'/ })
})

t.test('a market order names a quantity or a quote amount, one of both', async (t) => {
  const { quantity, ...bare } = { ...LIMIT, type: 'MARKET', timeInForce: '', price: '' }
  t.match(desk.signed('POST', '/api/v3/order', { ...bare, quantity, quoteOrderQty: '100' }).body, { code: -1128 })
  for (const fields of [bare, { ...bare, quantity: '', quoteOrderQty: '' }])
    t.match(desk.signed('POST', '/api/v3/order', fields).body, {
      code: -1102,
      msg: "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!",
    })
})

t.test('names an order that its client did not', async (t) => {
  const { newClientOrderId: _id, ...unnamed } = LIMIT
  t.match(desk.signed('POST', '/api/v3/order', unnamed).body, { clientOrderId: /^sim\d+$/ })
})
