import t from 'tap'
import { SPOT_TYPES, TYPE_WORDS } from '../../../../src/lib/venues/binance/order-types.ts'

t.test('every type has a word and every word its type', async (t) => {
  for (const [type, word] of Object.entries(TYPE_WORDS)) t.equal(SPOT_TYPES[word], type)
  t.equal(Object.keys(SPOT_TYPES).length, Object.keys(TYPE_WORDS).length)
})
