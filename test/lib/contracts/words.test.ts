import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { Decimal, Identifier, Microseconds, oneOf, SERVICES, SymbolText } from '../../../src/lib/contracts/words.ts'

const takes = (schema: Parameters<typeof validator>[0], value: unknown): boolean => validator(schema)(value).ok

t.test('a decimal is plain text without an exponent', async (t) => {
  for (const good of ['0', '-1', '0.00001', '100000.12', `${'9'.repeat(30)}.${'9'.repeat(18)}`]) t.ok(takes(Decimal, good), good)
  for (const bad of ['', '.5', '5.', '1e5', '+1', ' 1', '1 ', '0x1', 'NaN', 'Infinity', '1,5', '9'.repeat(31), `0.${'1'.repeat(19)}`, '--1', '1\n', 1, null]) {
    t.notOk(takes(Decimal, bad), JSON.stringify(bad))
  }
})

t.test('a symbol is safe in a topic and in a file name', async (t) => {
  for (const good of ['BTCUSDT', '1INCH-USD', 'A_B', 'Z'.repeat(32)]) t.ok(takes(SymbolText, good), good)
  for (const bad of ['', 'btc', 'A.B', 'A/B', '..', 'A B', 'A\n', 'Z'.repeat(33), 'ÄB']) t.notOk(takes(SymbolText, bad), JSON.stringify(bad))
})

t.test('an identifier has 1 to 64 characters', async (t) => {
  t.ok(takes(Identifier, 'x'.repeat(64)))
  t.notOk(takes(Identifier, 'x'.repeat(65)))
  t.notOk(takes(Identifier, ''))
})

t.test('a time is a whole count of microseconds', async (t) => {
  t.ok(takes(Microseconds, 1_723_075_200_123_456))
  for (const bad of [-1, 1.5, '1', null]) t.notOk(takes(Microseconds, bad), String(bad))
})

t.test('one of a few words and no other', async (t) => {
  const Colour = oneOf(['red', 'green'] as const, 'colour')
  t.ok(takes(Colour, 'green'))
  t.match(validator(Colour)('blue'), { ok: false, error: /"blue", expected "red" or "green"/ })
})

t.test('the services stand in their start order', async (t) => {
  t.same(SERVICES, ['sim', 'md', 'exec', 'risk', 'acct', 'strat'])
})
