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

t.test('no time lies outside of its month, day or hour', async (t) => {
  const bad = ['2023-13-01T00:00:00Z', '2023-00-01T00:00:00Z', '2023-02-29T00:00:00Z', '2023-04-31T00:00:00Z', '2023-10-06T24:00:00Z']
  for (const text of [...bad, '2023-10-06T17:60:00Z', '2023-10-06T17:35:87Z']) t.throws(() => isoUs(text), { message: /is no time/ }, text)
  t.equal(isoUs('2016-12-31T23:59:60Z'), isoUs('2017-01-01T00:00:00Z'), 'but a leap second is one')
})
