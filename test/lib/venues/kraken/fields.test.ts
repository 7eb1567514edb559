import t from 'tap'
import { fieldsOf, listOf, textOf } from '../../../../src/lib/venues/kraken/fields.ts'

t.test('names a field of another kind', async (t) => {
  t.throws(() => fieldsOf([], 'data'), { message: "'data' is no object" })
  t.throws(() => listOf({}, 'data'), { message: "'data' is no list" })
  t.throws(() => textOf(1, 'symbol'), { message: "'symbol' is no text" })
})
