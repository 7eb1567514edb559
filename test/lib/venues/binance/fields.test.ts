import t from 'tap'
import { FieldError, fieldsOf, listOf, textOf, wholeOf } from '../../../../src/lib/venues/binance/fields.ts'

t.test('values of the right kind are handed over', async (t) => {
  t.same(fieldsOf({ a: 1 }, 'x'), { a: 1 })
  t.same(listOf([1], 'x'), [1])
  t.equal(textOf({ a: 'b' }, 'a'), 'b')
  t.equal(wholeOf({ a: 5 }, 'a'), 5)
})

t.test('anything else is named', async (t) => {
  const bad: readonly (() => unknown)[] = [
    () => fieldsOf([], 'x'),
    () => fieldsOf(null, 'x'),
    () => listOf({}, 'x'),
    () => textOf({}, 'a'),
    () => wholeOf({ a: 1.5 }, 'a'),
    () => wholeOf({ a: 2 ** 60 }, 'a'),
  ]
  for (const read of bad) t.throws(read, FieldError)
  t.throws(() => textOf({}, 'a'), /'a' is no text/)
})
