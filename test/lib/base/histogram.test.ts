import fc from 'fast-check'
import t from 'tap'
import { type Histogram, histogram } from '../../../src/lib/base/histogram.ts'

const samples = fc.array(fc.nat({ max: 20_000_000 }), { minLength: 1, maxLength: 300 })
const ratios = fc.double({ min: 0, max: 1, noNaN: true })
const allowed = 1 / 16

const filled = (values: readonly number[]): Histogram => {
  const result = histogram()
  for (const value of values) result.record(value)
  return result
}

const exact = (values: readonly number[], ratio: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(ratio * values.length)) - 1] ?? Number.NaN

t.test('gives every quantile at most a sixteenth too high and never too low', async (t) => {
  fc.assert(
    fc.property(samples, ratios, (values, ratio) => {
      const [seen, wanted] = [filled(values).quantile(ratio) ?? -1, exact(values, ratio)]
      return seen >= wanted && seen <= wanted * (1 + allowed)
    }),
  )
  t.equal(filled([0, 7, 15]).quantile(0.5), 7)
})

t.test('keeps count and sum exactly', async (t) => {
  fc.assert(
    fc.property(samples, (values) => {
      const { count, sum } = filled(values)
      return count === values.length && sum === values.reduce((total, value) => total + value, 0)
    }),
  )
  t.match(filled([3, 4]), { count: 2, sum: 7 })
})

t.test('counts what lies at or below a bound, up to the width of a bucket', async (t) => {
  fc.assert(
    fc.property(samples, fc.nat({ max: 20_000_000 }), (values, bound) => {
      const below = filled(values).countBelow(bound)
      const least = values.filter((value) => value <= bound).length
      return below >= least && below <= values.filter((value) => value <= bound * (1 + allowed) + 1).length
    }),
  )
  t.equal(filled([1, 2, 3]).countBelow(2), 2)
})

t.test('is the same whether recorded in one or merged from two', async (t) => {
  fc.assert(
    fc.property(samples, samples, (a, b) => {
      const merged = filled(a)
      const other = filled(b)
      merged.merge(other.counts(), other.sum)
      return JSON.stringify(merged.summary()) === JSON.stringify(filled([...a, ...b]).summary())
    }),
  )
  const one = histogram()
  one.merge([[3, 2]], 6)
  t.match(one.summary(), { count: 2, sum: 6, p50: 3, p99: 3, counts: [[3, 2]] })
})

t.test('has no quantile while it is empty', async (t) => {
  t.equal(histogram().quantile(0.5), null)
  t.match(histogram().summary(), { count: 0, p50: null, p95: null, p99: null, counts: [] })
})

t.test('keeps values beyond its range in its last bucket', async (t) => {
  const huge = filled([2 ** 50, Number.MAX_SAFE_INTEGER])
  t.equal(huge.count, 2)
  t.equal(huge.counts().length, 1)
})
