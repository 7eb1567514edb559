import fc from 'fast-check'
import t from 'tap'
import { Ladder } from '../../../src/lib/model/ladder.ts'

const SIZE = 4_096

t.test('finds the top, the next below and any level, as a sorted list does', async (t) => {
  const offset = fc.oneof(fc.nat(SIZE - 1), fc.integer({ min: 2_000, max: 2_100 }), fc.constantFrom(0, 31, 32, 1_023, 1_024, SIZE - 1))
  fc.assert(
    fc.property(fc.array(fc.tuple(offset, fc.nat(2)), { maxLength: 200 }), fc.array(fc.nat(300), { maxLength: 20 }), (changes, levels) => {
      const ladder = new Ladder(SIZE)
      const model = new Map<number, number>()
      for (const [at, lots] of changes) {
        ladder.set(at, lots)
        if (lots === 0) model.delete(at)
        else model.set(at, lots)
      }
      const sorted = [...model.keys()].sort((a, b) => b - a)
      t.equal(ladder.count, sorted.length)
      t.equal(ladder.top, sorted[0] ?? -1)
      for (const [rank, at] of sorted.entries()) {
        t.equal(ladder.below(at), sorted[rank + 1] ?? -1)
        t.equal(ladder.lotsAt(at), model.get(at))
      }
      for (const level of levels) if (level < sorted.length) t.equal(ladder.offsetOf(level), sorted[level])
      ladder.clear()
      t.strictSame([ladder.count, ladder.top, ladder.lotsAt(sorted[0] ?? 0)], [0, -1, 0])
    }),
    { numRuns: 150 },
  )
})
