import fc from 'fast-check'
import t from 'tap'
import { SortedLevels } from '../../../src/lib/model/sorted-levels.ts'

t.test('holds what a map would hold, greatest key first', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -400, max: 400 }), fc.nat(3)), { maxLength: 900 }), (changes) => {
      const levels = new SortedLevels()
      const model = new Map<number, number>()
      for (const [key, lots] of changes) {
        levels.set(key, lots)
        if (lots === 0) model.delete(key)
        else model.set(key, lots)
      }
      const sorted = [...model].sort(([a], [b]) => b - a)
      t.equal(levels.count, sorted.length)
      t.strictSame(
        sorted.map((_, level) => [levels.keyAt(level), levels.lotsAt(level)]),
        sorted,
      )
      for (const [key] of changes) t.equal(levels.lotsOf(key), model.get(key) ?? 0)
      if (sorted.length > 0) levels.pop()
      t.equal(levels.lotsOf(sorted[0]?.[0] ?? 0), 0)
    }),
    { numRuns: 60 },
  )
})
