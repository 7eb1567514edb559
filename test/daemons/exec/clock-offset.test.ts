import t from 'tap'
import { addSample, isSteady, noOffset, offsetUs, venueMsAt } from '../../../src/daemons/exec/clock-offset.ts'

const clockOf = (...offsetsMs: number[]) => offsetsMs.reduce((clock, ms) => addSample(clock, 1_000 + ms, { askedUs: 999_000, heardUs: 1_001_000 }), noOffset)

t.test('the offset is the median of the last three samples', async (t) => {
  t.equal(offsetUs(noOffset), 0)
  t.equal(offsetUs(clockOf(5, 900, 7)), 7_000)
  t.equal(offsetUs(clockOf(900, 900, 5, 6, 7)), 6_000)
})

t.test('a sample counts from the middle of its round trip', async (t) => {
  t.equal(offsetUs(addSample(noOffset, 2_000, { askedUs: 1_000_000, heardUs: 1_100_000 })), 950_000)
})

t.test('samples that contradict each other are no base for a signature', async (t) => {
  t.ok(isSteady(noOffset))
  t.ok(isSteady(clockOf(0, 250, 500)))
  t.notOk(isSteady(clockOf(0, 250, 501)))
})

t.test('the venue is asked in its own milliseconds', async (t) => {
  t.equal(venueMsAt(clockOf(-3), 10_000_900), 9_997)
})
