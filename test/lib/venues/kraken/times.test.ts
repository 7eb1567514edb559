import t from 'tap'
import { isoUs, secondsUs } from '../../../../src/lib/venues/kraken/times.ts'

t.test('reads times to the microsecond, over leap days and without a fraction', async (t) => {
  t.equal(isoUs('1970-01-01T00:00:00Z'), 0)
  t.equal(isoUs('2024-02-29T23:59:59.9Z'), 1_709_251_199_900_000)
  t.equal(isoUs('2026-03-01T12:00:00.123456789Z'), 1_772_366_400_123_456)
  t.equal(secondsUs('1618678133.365913'), 1_618_678_133_365_913)
  for (const text of ['noon', '2024-02-29', 7]) t.throws(() => isoUs(text))
  t.throws(() => secondsUs('1e9'))
})
