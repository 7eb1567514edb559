import t from 'tap'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { describeProblem } from '../../../src/lib/codec/schema-problem.ts'

const Decimal = Type.String({ pattern: '^\\d+$', description: 'decimal string' })
const schema = Type.Object({
  symbol: Type.String(),
  levels: Type.Array(Type.Object({ price: Decimal, side: Type.Union([Type.Literal('buy'), Type.Literal('sell')]) })),
  policy: Type.Optional(Type.Object({ maxOrderLots: Type.Integer({ minimum: 1 }), ratio: Type.Optional(Type.Number()) }, { additionalProperties: false })),
  body: Type.Optional(
    Type.Union([Type.Object({ kind: Type.Literal('ok'), value: Type.Number() }), Type.Object({ kind: Type.Literal('error'), message: Type.String() })]),
  ),
})

const compiled = Compile(schema)
const describe = (value: unknown): string => describeProblem(schema, value, compiled.Errors(value))
const good = { symbol: 'BTCUSDT', levels: [{ price: '1', side: 'buy' }] }

t.test('names the path, what was seen and what was expected', async (t) => {
  const cases: readonly [unknown, string][] = [
    [undefined, "'value' is missing, expected object"],
    [[], "'value' is a list of 0, expected object"],
    [{ levels: [] }, "'symbol' is missing"],
    [{ ...good, symbol: 7 }, "'symbol' is 7, expected string"],
    [{ ...good, levels: {} }, "'levels' is a map, expected array"],
    [{ ...good, levels: [{ side: 'buy' }] }, "'levels[0].price' is missing"],
    [{ ...good, levels: [{ price: '1e5', side: 'buy' }] }, '\'levels[0].price\' is "1e5", expected decimal string'],
    [{ ...good, levels: [{ price: '1', side: 'long' }] }, '\'levels[0].side\' is "long", expected "buy" or "sell"'],
    [{ ...good, policy: { maxOrderLots: 0 } }, "'policy.maxOrderLots' is 0, expected a number >= 1"],
    [{ ...good, policy: { maxOrderLots: 1.5 } }, "'policy.maxOrderLots' is 1.5, expected integer"],
    [{ ...good, policy: { maxOrderLots: 1, ratio: Number.NaN } }, "'policy.ratio' is NaN, expected number"],
    [{ ...good, policy: { maxOrderLots: 1, ratoi: 1 } }, "'policy.ratoi' is no known key, did you mean 'ratio'"],
    [{ ...good, policy: { maxOrderLots: 1, zzzzzzzzzzzz: 1 } }, "'policy.zzzzzzzzzzzz' is no known key"],
    [{ ...good, body: { kind: 'ok', value: 'x' } }, '\'body.value\' is "x", expected number'],
    [{ ...good, body: { kind: 'error' } }, "'body.message' is missing"],
    [{ ...good, symbol: undefined }, "'symbol' is missing, expected string"],
  ]
  for (const [value, sentence] of cases) t.equal(describe(value), sentence)
})

t.test('cuts a long value short', async (t) => {
  t.ok(describe({ ...good, levels: [{ price: 'x'.repeat(5000), side: 'buy' }] }).length < 140)
})
