import fc from 'fast-check'
import t from 'tap'
import { type Prng, prng } from '../../../src/lib/base/prng.ts'

const draws = (source: Prng, count: number): number[] => Array.from({ length: count }, () => source.next())

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const sampled = (draw: () => number, count = 20_000): number[] => Array.from({ length: count }, draw)

t.test('repeats itself from the same seed and component', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, component) => {
      const again = draws(prng(seed, component), 50)
      return draws(prng(seed, component), 50).every((value, index) => value === again[index])
    }),
  )
  t.same(draws(prng(7, 'md'), 3), draws(prng(7, 'md'), 3))
})

t.test('keeps its first numbers for ever, so that old seeds still mean the same', async (t) => {
  t.same(draws(prng(1), 4), [3418314571, 285456276, 1303712619, 1713281541])
})

t.test('gives another stream to another seed or component', async (t) => {
  const streams = [prng(1, 'a'), prng(1, 'b'), prng(2, 'a'), prng(1)].map((source) => draws(source, 8).join(' '))
  t.equal(new Set(streams).size, streams.length)
})

t.test('moves no stream by drawing from another', async (t) => {
  const [a, b] = [prng(5, 'a'), prng(5, 'b')]
  const mixed = Array.from({ length: 20 }, () => {
    b.next()
    return a.next()
  })
  t.same(mixed, draws(prng(5, 'a'), 20))
})

t.test('has no visible tie between two streams of one seed', async (t) => {
  const [a, b] = [prng(5, 'a'), prng(5, 'b')]
  const product = mean(sampled(() => (a.unit() - 0.5) * (b.unit() - 0.5) * 12))
  t.ok(Math.abs(product) < 0.03, `correlation ${product}`)
})

t.test('spreads evenly over 64 boxes', async (t) => {
  const source = prng(11)
  const boxes = new Array<number>(64).fill(0)
  for (let draw = 0; draw < 64_000; draw++) {
    const box = source.below(64)
    boxes[box] = (boxes[box] ?? 0) + 1
  }
  const chiSquare = boxes.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0)
  t.ok(chiSquare > 30 && chiSquare < 110, `chi square ${chiSquare} with 63 degrees of freedom`)
})

t.test('stays below its limit', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 31 }), (seed, limit) => {
      const value = prng(seed).below(limit)
      return Number.isInteger(value) && value >= 0 && value < limit
    }),
  )
  t.equal(prng(3).below(1), 0)
})

t.test('follows the named distributions', async (t) => {
  const source = prng(13)
  const near = (value: number, wanted: number, what: string) => t.ok(Math.abs(value - wanted) < 0.05, `${what} ${value}`)
  near(mean(sampled(() => (source.chance(0.3) ? 1 : 0))), 0.3, 'ratio')
  near(mean(sampled(() => source.exponential(2))) / 2, 1, 'mean of the exponential')
  const normals = sampled(() => source.normal())
  near(mean(normals), 0, 'mean of the normal')
  near(mean(normals.map((value) => value ** 2)), 1, 'variance of the normal')
  t.ok(normals.every(Number.isFinite))
})
