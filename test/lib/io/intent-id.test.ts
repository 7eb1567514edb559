import t from 'tap'
import { newIntentId } from '../../../src/lib/io/intent-id.ts'

t.test('names are new and fit an identifier', async (t) => {
  t.not(newIntentId(), newIntentId())
  t.ok(newIntentId().length <= 64)
})
