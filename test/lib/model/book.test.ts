import fc from 'fast-check'
import t from 'tap'
import { Book, topHash } from '../../../src/lib/model/book.ts'
import type { Side } from '../../../src/lib/model/order.ts'

type Change = readonly [Side, number, number]

const side = fc.constantFrom<Side>('buy', 'sell')
const change = fc.tuple(side, fc.integer({ min: 1, max: 60 }), fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })))
const changes = fc.array(change, { maxLength: 300 })

const bookOf = (list: readonly Change[]): Book => {
  const book = new Book()
  for (const [of, ticks, lots] of list) book.set(of, ticks, lots)
  return book
}

/** The same changes in a Map, sorted best first. */
const levelsOf = (list: readonly Change[], wanted: Side): [number, number][] => {
  const levels = new Map<number, number>()
  for (const [of, ticks, lots] of list) {
    if (of !== wanted) continue
    if (lots === 0) levels.delete(ticks)
    else levels.set(ticks, lots)
  }
  return [...levels].sort(([a], [b]) => (wanted === 'buy' ? b - a : a - b))
}

const walked = (book: Book, of: Side, maxLevels = Number.POSITIVE_INFINITY): [number, number][] => {
  const levels: [number, number][] = []
  book.walk(of, (ticks, lots) => levels.push([ticks, lots]) < maxLevels)
  return levels
}

t.test('holds what a map would hold, best first', async (t) => {
  fc.assert(
    fc.property(changes, (list) => {
      const book = bookOf(list)
      for (const half of ['buy', 'sell'] as const) {
        const levels = levelsOf(list, half)
        t.strictSame(walked(book, half), levels)
        t.equal(book.count(half), levels.length)
        t.strictSame([book.ticksAt(half, 0), book.lotsAt(half, 0)], levels[0] ?? [0, 0])
        for (let ticks = 1; ticks <= 60; ticks++) t.equal(book.lotsOf(half, ticks), levels.find(([at]) => at === ticks)?.[1] ?? 0)
      }
      const [bid, ask] = [levelsOf(list, 'buy')[0], levelsOf(list, 'sell')[0]]
      t.equal(book.crossed(), bid !== undefined && ask !== undefined && bid[0] >= ask[0])
    }),
    { numRuns: 60 },
  )
})

t.test('copies no more of the top than the array has room for', async (t) => {
  fc.assert(
    fc.property(changes, fc.integer({ min: 0, max: 12 }), (list, room) => {
      const book = bookOf(list)
      const into = new Float64Array(2 * room).fill(-1)
      const count = book.top('sell', into)
      const levels = levelsOf(list, 'sell').slice(0, room)
      t.equal(count, levels.length)
      t.strictSame([...into.subarray(0, 2 * count)], levels.flat())
      t.ok(into.subarray(2 * count).every((word) => word === -1))
    }),
  )
})

t.test('grows past its first capacity and keeps the order', async (t) => {
  const flat = Array.from({ length: 5_000 }, (_, index) => [10_000 - index, index + 1]).flat()
  const book = new Book()
  book.load('buy', flat)
  t.equal(book.count('buy'), 5_000)
  t.strictSame(walked(book, 'buy', 3), [
    [10_000, 1],
    [9_999, 2],
    [9_998, 3],
  ])
  book.load('buy', [7, 1])
  t.strictSame(walked(book, 'buy'), [[7, 1]])
  book.clear()
  t.strictSame([book.count('buy'), book.ticksAt('buy', 0), book.crossed()], [0, 0, false])
})

t.test('sets many levels in order: of two for one price the last counts', async (t) => {
  const book = new Book()
  book.setAll('sell', [5, 1, 6, 2, 5, 0, 6, 3])
  t.strictSame(walked(book, 'sell'), [[6, 3]])
})

t.test('gives equal tops equal hashes, whatever lies below them', async (t) => {
  const book = new Book()
  for (let level = 0; level < 30; level++) {
    book.set('buy', 6_183_763 - level, 4_503_599_627_370_497 + level)
    book.set('sell', 6_183_764 + level, level + 1)
  }
  const hash = topHash(book)
  t.equal(hash, '8d8bccb51e77dfc9')
  book.set('buy', 6_183_763 - 20, 1)
  t.equal(topHash(book), hash)
  book.set('buy', 6_183_763 - 19, 1)
  t.not(topHash(book), hash)
})

t.test('gives other tops other hashes', async (t) => {
  const hashes = new Map<string, string>()
  fc.assert(
    fc.property(changes, (list) => {
      const book = bookOf(list)
      const text = JSON.stringify([walked(book, 'buy', 20), walked(book, 'sell', 20)])
      const known = hashes.get(topHash(book)) ?? text
      hashes.set(topHash(book), text)
      return known === text
    }),
    { numRuns: 500 },
  )
  t.ok(hashes.size > 100)
})
