import t from 'tap'
import { rfc3339Ms, timeOfDay } from '../../../src/lib/io/calendar.ts'

t.test('reads times with their zone and nothing else', async (t) => {
  t.equal(rfc3339Ms('2024-08-08T23:54:13.5Z'), 1_723_161_253_500)
  t.equal(rfc3339Ms('2024-08-09T01:54:13+02:00'), 1_723_161_253_000)
  for (const text of ['', '30s', '2024-08-08', '2024-08-08T23:54:13', '2024-99-08T23:54:13Z']) t.ok(Number.isNaN(rfc3339Ms(text)), text)
})

t.test('writes the time of day to the millisecond', async (t) => {
  t.equal(timeOfDay(1_700_000_000_007), '22:13:20.007')
})
