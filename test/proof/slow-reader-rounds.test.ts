import t from 'tap'
import { compare, judgeGaps } from './slow-reader-rounds.ts'

const record = (seq: number, topic = 'a') => ({ type: 'trade', topic, seq })

t.test('finds a gap that says something else than the hole in the sequence', async (t) => {
  const gap = { type: 'gap', topic: 'a', dropped: 2 }
  t.strictSame(judgeGaps([record(1), record(9, 'b'), gap, record(4), record(10, 'b')]), { gaps: 1, dropped: 2, problems: [] })
  t.match(judgeGaps([record(1), gap, record(5)]).problems, ["'a' has a hole of 3 before 5, told as 2"])
  t.match(judgeGaps([record(1), record(3)]).problems, ["'a' has a hole of 1 before 3, told as 0"])
})

t.test('compares the middle of stalled rounds with that of the others', async (t) => {
  const round = (stalled: boolean, p50Us: number) => ({ stalled, count: 1, p50Us, p95Us: p50Us, p99Us: 2 * p50Us })
  const rounds = [round(false, 100), round(true, 110), round(false, 120), round(true, 115), round(false, 130), round(true, 150)]
  t.strictSame(compare(rounds, 'p50Us'), { differenceUs: -5, spreadUs: 40 })
  t.strictSame(compare(rounds, 'p99Us'), { differenceUs: -10, spreadUs: 80 })
})
