import t from 'tap'
import { addSample, noOffset } from '../../../src/daemons/exec/clock-offset.ts'
import { clockReport } from '../../../src/daemons/exec/clock-report.ts'

t.test('says the median of the samples and how far they lie apart', async (t) => {
  t.same(clockReport(noOffset), { offsetUs: 0, spreadUs: 0, samplesCount: 0 })
  const clock = [5, 9, 7].reduce((sum, ms) => addSample(sum, ms, { askedUs: 0, heardUs: 0 }), noOffset)
  t.same(clockReport(clock), { offsetUs: 7_000, spreadUs: 4_000, samplesCount: 3 })
})
