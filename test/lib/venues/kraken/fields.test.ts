import t from 'tap'
import { fieldsOf, listOf, reasonOf, textOf } from '../../../../src/lib/venues/kraken/fields.ts'

t.test('names a field of another kind', async (t) => {
  t.throws(() => fieldsOf([], 'data'), { message: "'data' is no object" })
  t.throws(() => listOf({}, 'data'), { message: "'data' is no list" })
  t.throws(() => textOf(1, 'symbol'), { message: "'symbol' is no text" })
})

t.test('gives the reason of a refusal, cut short, and says when there is none', async (t) => {
  t.strictSame([reasonOf('busy'), reasonOf('x'.repeat(200)), reasonOf(''), reasonOf({})], ['busy', 'x'.repeat(100), 'no reason is given', 'no reason is given'])
})
