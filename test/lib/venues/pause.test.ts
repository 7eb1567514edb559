import t from 'tap'
import { countIn, PAUSE_US_MAX, pauseUsOf } from '../../../src/lib/venues/pause.ts'

t.test('a limit or a ban is waited for as long as the venue says, or for a while', async (t) => {
  t.equal(pauseUsOf(429, { 'retry-after': '7' }), 7_000_000)
  t.strictSame([pauseUsOf(429, {}), pauseUsOf(418, { 'retry-after': 'soon' }), pauseUsOf(503, {})], [10_000_000, 120_000_000, 0])
})

t.test('no venue is believed to want quiet for more than three days', async (t) => {
  t.equal(PAUSE_US_MAX, 259_200_000_000)
  t.strictSame(
    ['259199', '259201', '999999999'].map((seconds) => pauseUsOf(418, { 'retry-after': seconds })),
    [259_199_000_000, PAUSE_US_MAX, PAUSE_US_MAX],
  )
})

t.test('a count has up to nine digits', async (t) => {
  t.strictSame(['0', '6001', '-1', '1.5', '', undefined].map(countIn), [0, 6_001, null, null, null, null])
})
