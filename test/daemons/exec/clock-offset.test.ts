import t from 'tap'
import { addSample, type ClockOffset, isSteady, noOffset, venueMsAt } from '../../../src/daemons/exec/clock-offset.ts'

const clockOf = (...offsetsMs: number[]) => offsetsMs.reduce((clock, ms) => addSample(clock, 1_000 + ms, { askedUs: 999_000, heardUs: 1_001_000 }), noOffset)

const offsetMs = (clock: ClockOffset): number => venueMsAt(clock, 1_000_000) - 1_000

t.test('the offset is the median of the last three samples', async (t) => {
  t.equal(offsetMs(noOffset), 0)
  t.equal(offsetMs(clockOf(5, 900, 7)), 7)
  t.equal(offsetMs(clockOf(900, 900, 5, 6, 7)), 6)
})

t.test('a sample counts from the middle of its round trip', async (t) => {
  t.equal(offsetMs(addSample(noOffset, 2_000, { askedUs: 1_000_000, heardUs: 1_100_000 })), 950)
})

t.test('samples that contradict each other are no base for a signature', async (t) => {
  t.ok(isSteady(noOffset))
  t.ok(isSteady(clockOf(0, 250, 500)))
  t.notOk(isSteady(clockOf(0, 250, 501)))
})

t.test('the venue is asked in its own milliseconds', async (t) => {
  t.equal(venueMsAt(clockOf(-3), 10_000_900), 9_997)
})
