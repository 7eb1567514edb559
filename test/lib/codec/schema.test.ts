import t from 'tap'
import { Type } from 'typebox'
import { validator } from '../../../src/lib/codec/schema.ts'

const Decimal = Type.String({ pattern: '^\\d+$', description: 'decimal string' })
const check = validator(
  Type.Object({
    symbol: Type.String(),
    levels: Type.Array(Type.Object({ price: Decimal, side: Type.Union([Type.Literal('buy'), Type.Literal('sell')]) })),
    policy: Type.Optional(Type.Object({ maxOrderLots: Type.Integer({ minimum: 1 }), ratio: Type.Optional(Type.Number()) }, { additionalProperties: false })),
    body: Type.Optional(
      Type.Union([Type.Object({ kind: Type.Literal('ok'), value: Type.Number() }), Type.Object({ kind: Type.Literal('error'), message: Type.String() })]),
    ),
  }),
)

const good = { symbol: 'BTCUSDT', levels: [{ price: '1', side: 'buy' }] }

t.test('passes what fits and keeps a field of a newer minor version', async (t) => {
  const checked = check({ ...good, later: 1 })
  t.strictSame(checked, { ok: true, value: { ...good, later: 1 } })
})

t.test('refuses with one sentence', async (t) => {
  t.strictSame(check({ levels: [] }), { ok: false, error: "'symbol' is missing" })
  t.strictSame(check(good), { ok: true, value: good })
})
