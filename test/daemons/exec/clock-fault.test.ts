import t from 'tap'
import { clockFault } from '../../../src/daemons/exec/clock-fault.ts'
import { addSample, type ClockOffset, noOffset } from '../../../src/daemons/exec/clock-offset.ts'

const clockOf = (...offsetsMs: number[]) => offsetsMs.reduce((clock, ms) => addSample(clock, 1_000 + ms, { askedUs: 999_000, heardUs: 1_001_000 }), noOffset)

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
