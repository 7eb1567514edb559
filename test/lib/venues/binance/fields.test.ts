import t from 'tap'
import { decimalOf, FieldError, fieldsOf, listOf, textOf, wholeOf, wordOf } from '../../../../src/lib/venues/binance/fields.ts'

t.test('values of the right kind are handed over', async (t) => {
  t.same(fieldsOf({ a: 1 }, 'x'), { a: 1 })
  t.same(listOf([1], 'x'), [1])
  t.equal(textOf({ a: 'b' }, 'a'), 'b')
  t.equal(wholeOf({ a: 5 }, 'a'), 5)
  t.equal(wordOf({ BUY: 'buy' }, { S: 'BUY' }, 'S'), 'buy')
})

t.test('amounts are canonical', async (t) => {
  t.equal(decimalOf({ a: '00.01000000' }, 'a'), '0.01')
  t.equal(decimalOf({ a: '0' }, 'a'), '0')
})

t.test('anything else is named', async (t) => {
  const bad: readonly (() => unknown)[] = [
    () => fieldsOf([], 'x'),
    () => fieldsOf(null, 'x'),
    () => listOf({}, 'x'),
    () => textOf({}, 'a'),
    () => wholeOf({ a: 1.5 }, 'a'),
    () => wholeOf({ a: 2 ** 60 }, 'a'),
    () => decimalOf({ a: '1e5' }, 'a'),
    () => decimalOf({ a: '-1' }, 'a'),
    () => decimalOf({ a: 1 }, 'a'),
    () => wordOf({ BUY: 'buy' }, { S: 'toString' }, 'S'),
  ]
  for (const read of bad) t.throws(read, FieldError)
  t.throws(() => wordOf({}, { S: 'HODL' }, 'S'), /'S' is the unknown word 'HODL'/)
})
