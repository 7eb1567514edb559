import t from 'tap'
import type { Rules } from '../../../src/daemons/exec/checking.ts'
import { FIELD_CHECKS } from '../../../src/daemons/exec/validate-fields.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { InstrumentRules } from '../../../src/lib/model/instrument-rules.ts'
import { foundBy, instrumentWith, orderWith, rulesWith } from './check-desk.ts'

const found = (over: Partial<Order>, more: Partial<Rules> = {}): string => foundBy(FIELD_CHECKS, orderWith(over), rulesWith(more))

const bad = (...fields: readonly string[]): string => fields.map((field) => `BAD_FIELDS ${field}`).join(', ')

const STOP = { stopPrice: '90' } as const
const FREE = { price: null } as const

t.test('a type has its terms and no others', async (t) => {
  const cases: readonly (readonly [Partial<Order>, string])[] = [
    [{}, ''],
    [FREE, bad('price')],
    [STOP, bad('stopPrice')],
    [{ trailingDeltaBps: 10 }, bad('stopPrice')],
    [{ icebergQty: '0.5' }, ''],
    [{ icebergQty: '1' }, ''],
    [{ icebergQty: '1.00001' }, bad('icebergQty')],
    [{ icebergQty: '0.5', tif: 'ioc' }, bad('icebergQty')],
    [{ quoteQty: '5' }, bad('quoteQty')],
    [{ type: 'limitMaker' }, ''],
    [{ type: 'limitMaker', tif: 'ioc' }, bad('tif')],
    [{ type: 'limitMaker', ...STOP }, bad('stopPrice')],
    [{ type: 'market', ...FREE }, ''],
    [{ type: 'market' }, bad('price')],
    [{ type: 'market', ...FREE, quoteQty: '50' }, ''],
    [{ type: 'market', ...FREE, icebergQty: '0.1' }, bad('icebergQty')],
    [{ type: 'market', ...FREE, postOnly: true }, bad('postOnly')],
    [{ type: 'stop', ...FREE, ...STOP }, ''],
    [{ type: 'stop', ...FREE, trailingDeltaBps: 10 }, ''],
    [{ type: 'stop', ...FREE, ...STOP, trailingDeltaBps: 10 }, ''],
    [{ type: 'stop', ...FREE }, bad('stopPrice')],
    [{ type: 'stop', ...STOP }, bad('price')],
    [{ type: 'takeProfit', ...FREE, ...STOP, quoteQty: '5' }, bad('quoteQty')],
    [{ type: 'stopLimit', ...STOP, icebergQty: '0.5' }, ''],
    [{ type: 'stopLimit' }, bad('stopPrice')],
    [{ type: 'takeProfitLimit', ...FREE, ...STOP }, bad('price')],
    [{ type: 'takeProfitLimit', ...STOP }, ''],
    [{ selfTradePrevention: 'expireMaker' }, ''],
    [{ expiresUs: 2e15 }, bad('expiresUs')],
  ]
  for (const [over, expected] of cases) t.equal(found(over), expected, JSON.stringify(over))
})

t.test('what the instrument or the venue does not take is a bad field', async (t) => {
  const cases: readonly (readonly [Partial<Order>, InstrumentRules, string])[] = [
    [{}, { types: ['limit'] }, ''],
    [{}, { types: ['market'] }, bad('type')],
    [{ icebergQty: '0.5' }, { takesIceberg: true }, ''],
    [{ icebergQty: '0.5' }, { takesIceberg: false }, bad('icebergQty')],
    [{ type: 'stop', ...FREE, trailingDeltaBps: 10 }, { takesTrailing: false }, bad('trailingDeltaBps')],
    [{ type: 'market', ...FREE, quoteQty: '5' }, { takesQuoteQty: false }, bad('quoteQty')],
    [{ selfTradePrevention: 'none' }, { selfTradePreventions: ['none', 'decrement'] }, ''],
    [{ selfTradePrevention: 'transfer' }, { selfTradePreventions: ['none', 'decrement'] }, bad('selfTradePrevention')],
  ]
  for (const [over, rules, expected] of cases) t.equal(found(over, { instrument: instrumentWith(rules) }), expected, JSON.stringify([over, rules]))
  t.equal(found({ type: 'stop', ...FREE, ...STOP }, { traits: { types: ['limit'] } }), bad('type'))
})

t.test('amounts are above zero', async (t) => {
  for (const field of ['qty', 'price', 'stopPrice', 'icebergQty'] as const) {
    const order = { type: 'stopLimit', ...STOP, icebergQty: '0.5' } as const
    t.equal(found({ ...order, [field]: '0.00001' }).includes('NON_POSITIVE'), false, field)
    t.match(found({ ...order, [field]: '0' }), `NON_POSITIVE ${field}`)
    t.match(found({ ...order, [field]: '-1' }), `NON_POSITIVE ${field}`)
  }
  t.equal(found({ type: 'market', ...FREE, quoteQty: '0' }), 'NON_POSITIVE quoteQty')
})

t.test('an order with an end lives for more than a second, where orders may end', async (t) => {
  const rules = rulesWith({ traits: { types: ['limit'], endsAtTime: true } })
  const gtd = (afterUs: number): string => foundBy(FIELD_CHECKS, orderWith({ tif: 'gtd', expiresUs: rules.nowUs + afterUs }), rules)
  t.equal(gtd(1_000_001), '')
  t.equal(gtd(1_000_000), 'EXPIRE_IN_PAST')
  t.equal(gtd(-1), 'EXPIRE_IN_PAST')
  t.equal(foundBy(FIELD_CHECKS, orderWith({ tif: 'gtd' }), rules), bad('tif'))
  t.equal(found({ tif: 'gtd', expiresUs: rules.nowUs + 2_000_000 }), bad('tif'))
})
