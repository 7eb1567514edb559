import t from 'tap'
import { decimalOf, signedDecimalOf, wordOf } from '../../../../src/lib/venues/binance/field-values.ts'
import { FieldError } from '../../../../src/lib/venues/binance/fields.ts'

t.test('amounts are canonical', async (t) => {
  t.equal(decimalOf({ a: '00.01000000' }, 'a'), '0.01')
  t.equal(decimalOf({ a: '0' }, 'a'), '0')
})

t.test('what is no amount is named', async (t) => {
  for (const a of ['1e5', '-1', '', 1, null]) t.throws(() => decimalOf({ a }, 'a'), FieldError)
})

t.test('words of the venue are translated, unknown ones named', async (t) => {
  t.equal(wordOf({ BUY: 'buy' }, { S: 'BUY' }, 'S'), 'buy')
  t.throws(() => wordOf({ BUY: 'buy' }, { S: 'toString' }, 'S'), FieldError)
  t.throws(() => wordOf({}, { S: 'HODL' }, 'S'), /'S' is the unknown word 'HODL'/)
})

t.test('an amount that may be below zero is read with its sign', async (t) => {
  t.equal(signedDecimalOf({ a: '-0.50' }, 'a'), '-0.5')
  t.equal(signedDecimalOf({ a: '1.0' }, 'a'), '1')
  for (const a of ['1e5', '', 1, null]) t.throws(() => signedDecimalOf({ a }, 'a'), FieldError)
})
