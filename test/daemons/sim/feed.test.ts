import t from 'tap'
import { pullLines } from '../../../src/daemons/sim/feed.ts'
import { TradeError } from '../../../src/lib/base/errors.ts'
import type { Feed } from '../../../src/lib/ports/records.ts'

const damage = new TradeError('RECORDING_DAMAGED', 'damaged at line 3', { exit: 65 })

/** A feed of pulls: lines of a file, or damage at last. */
const feedOf = (pulls: ReadonlyArray<readonly [file: string, ...lines: string[]]>, isDamaged = false): Feed => {
  let at = 0
  let file = ''
  let line = 0
  return {
    pull: (max) => {
      const pulled = pulls[at]
      if (pulled === undefined && isDamaged) throw damage
      if (pulled === undefined) return []
      at += 1
      const [name, ...lines] = pulled
      line = (name === file ? line : 0) + lines.length
      file = name
      return lines.slice(0, max)
    },
    heads: () => [],
    place: () => ({ file, line, round: 2 }),
    close: () => undefined,
  }
}

t.test('gathers the runs of several files until it has enough', async (t) => {
  const feed = feedOf([
    ['one', 'a', 'b'],
    ['two', 'c'],
    ['two', 'd'],
  ])
  t.strictSame(pullLines(feed, 3), {
    type: 'feed.lines',
    chunks: [
      { lines: ['a', 'b'], file: 'one', firstLine: 1, round: 2 },
      { lines: ['c'], file: 'two', firstLine: 1, round: 2 },
    ],
  })
  t.strictSame(pullLines(feed, 3), { type: 'feed.lines', chunks: [{ lines: ['d'], file: 'two', firstLine: 2, round: 2 }] })
  t.strictSame(pullLines(feed, 3), { type: 'feed.ended' })
  t.strictSame(pullLines(null, 3), { type: 'feed.ended' })
})

t.test('hands over the good lines before it tells of damage', async (t) => {
  const feed = feedOf([['one', 'a']], true)
  t.match(pullLines(feed, 3), { type: 'feed.lines', chunks: [{ lines: ['a'] }] })
  t.throws(() => pullLines(feed, 3), damage)
})
