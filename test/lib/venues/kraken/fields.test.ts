import t from 'tap'
import { checksumIn, fieldsOf, isoUs, listOf, secondsUs, textOf } from '../../../../src/lib/venues/kraken/fields.ts'

t.test('reads times to the microsecond, over leap days and without a fraction', async (t) => {
  t.equal(isoUs('1970-01-01T00:00:00Z'), 0)
  t.equal(isoUs('2024-02-29T23:59:59.9Z'), 1_709_251_199_900_000)
  t.equal(isoUs('2026-03-01T12:00:00.123456789Z'), 1_772_366_400_123_456)
  t.equal(secondsUs('1618678133.365913'), 1_618_678_133_365_913)
  for (const text of ['noon', '2024-02-29', 7]) t.throws(() => isoUs(text))
  t.throws(() => secondsUs('1e9'))
})

t.test('reads checksums as numbers or texts of 32 bits', async (t) => {
  t.strictSame([checksumIn('4294967295'), checksumIn(0), checksumIn(undefined)], [4_294_967_295, 0, null])
  for (const bad of ['-1', '4294967296', 'x', 1.5]) t.throws(() => checksumIn(bad))
})

t.test('names a field of another kind', async (t) => {
  t.throws(() => fieldsOf([], 'data'), { message: "'data' is no object" })
  t.throws(() => listOf({}, 'data'), { message: "'data' is no list" })
  t.throws(() => textOf(1, 'symbol'), { message: "'symbol' is no text" })
})
