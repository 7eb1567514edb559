import t from 'tap'
import { own } from '../../../src/lib/base/own.ts'

t.test('finds an entry of a table', async (t) => {
  t.equal(own({ a: 1 }, 'a'), 1)
  t.equal(own({ a: 1 }, 'b'), undefined)
})

t.test('takes nothing inherited for an entry', async (t) => {
  for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) t.equal(own({ a: 1 }, key), undefined, key)
})
