import fc from 'fast-check'
import t from 'tap'
import { BookSide } from '../../../src/lib/model/book-side.ts'

type Change = readonly [number, number]

const model = (changes: readonly Change[], sign: 1 | -1): Change[] => {
  const levels = new Map<number, number>()
  for (const [ticks, lots] of changes) {
    if (lots === 0) levels.delete(ticks)
    else levels.set(ticks, lots)
  }
  return [...levels].sort(([a], [b]) => sign * (b - a))
}

const shown = (side: BookSide): Change[] => Array.from({ length: side.count }, (_, level) => [side.ticksAt(level), side.lotsAt(level)] as const)

/** Bursts of changes around a price that wanders, jumps far and comes back. */
const bursts = fc.array(
  fc.record({ centre: fc.integer({ min: 1, max: 400_000 }), width: fc.constantFrom(50, 3_000, 60_000), seed: fc.nat(1_000_000), clears: fc.boolean() }),
  { minLength: 1, maxLength: 6 },
)

const changesOf = ({ centre, width, seed, clears }: { centre: number; width: number; seed: number; clears: boolean }): Change[] => {
  let word = seed
  return Array.from({ length: 700 }, () => {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0
    const ticks = Math.max(1, centre + (word % (2 * width)) - width)
    return [ticks, clears && word % 3 === 0 ? 0 : (word >>> 8) % 5] as const
  })
}

t.test('holds what a map would hold while the best price wanders out of the ladder and back', async (t) => {
  fc.assert(
    fc.property(bursts, fc.constantFrom<1 | -1>(1, -1), (list, sign) => {
      const side = new BookSide(sign)
      const all: Change[] = []
      for (const burst of list) {
        const changes = changesOf(burst)
        all.push(...changes)
        side.setAll(changes.flat())
        const expected = model(all, sign)
        t.strictSame(shown(side), expected)
        const nth = Math.floor(expected.length / 2)
        t.equal(side.ticksAt(nth), expected[nth]?.[0] ?? 0)
        for (const [ticks, lots] of expected.slice(0, 5)) t.equal(side.lotsOf(ticks), lots)
      }
      const levels = model(all, sign)
      side.load(levels.flat())
      t.strictSame(shown(side), levels)
      for (const [ticks] of levels) side.set(ticks, 0)
      t.strictSame([side.count, side.ticksAt(0), side.lotsAt(0)], [0, 0, 0])
    }),
    { numRuns: 60 },
  )
})

t.test('is found again when the whole market moves, in either way', async (t) => {
  const side = new BookSide(-1)
  const around = (centre: number) => Array.from({ length: 1_000 }, (_, index) => [centre + index, 1] as const)
  for (const centre of [100_000, 900_000, 20, 500_000]) {
    side.load(around(centre).flat())
    side.setAll(around(centre + 400).flat())
    t.strictSame([side.ticksAt(0), side.ticksAt(1_399), side.count], [centre, centre + 1_399, 1_400])
  }
})
