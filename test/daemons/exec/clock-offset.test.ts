import t from 'tap'
import { addSample, type ClockOffset, clockFault, isSteady, noOffset, venueMsAt } from '../../../src/daemons/exec/clock-offset.ts'

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

t.test('a clock that was read lately and stands still may sign orders', async (t) => {
  const fault = (clock: ClockOffset, ageUs: number) => clockFault(clock, 1_001_000 + ageUs, 60_000_000)
  t.equal(fault(noOffset, 0), 'the clock of the venue was never read')
  t.equal(fault(clockOf(5), 59_999_999), null)
  t.equal(fault(clockOf(5), 60_000_000), null)
  t.equal(fault(clockOf(5), 60_000_001), 'the clock of the venue was read 60000 ms ago, more than 60000 ms')
  t.equal(fault(clockOf(0, 0, 249), 0), null)
  t.equal(fault(clockOf(0, 0, -250), 0), null)
  t.equal(fault(clockOf(0, 0, 251), 0), 'the clock of the venue moved by 251 ms against ours, more than 250 ms')
  t.equal(fault(clockOf(0, 0, -251), 0), 'the clock of the venue moved by 251 ms against ours, more than 250 ms')
})
