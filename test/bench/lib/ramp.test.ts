import t from 'tap'
import { type Step, summaryOf } from '../../../bench/lib/ramp.ts'

const step = (symbols: number, change: Partial<Step> = {}): Step => ({
  symbols,
  validBooks: symbols,
  offeredPerS: symbols * 100,
  receivedPerS: symbols * 100,
  lost: 0,
  gaps: 0,
  resyncs: 0,
  lagMs: 5,
  latencyUs: { receiveToBook: { p50: symbols, p95: symbols * 2, p99: symbols * 3 } },
  ...change,
})

t.test('shows the latencies of the highest rate that was sustained without loss', async (t) => {
  const failures: readonly Partial<Step>[] = [{ lost: 1 }, { gaps: 1 }, { resyncs: 1 }, { lagMs: 900 }, { receivedPerS: 1900 }]
  for (const failure of failures) {
    t.match(
      summaryOf([step(1), step(10), step(20, failure), step(40)]),
      { sustainedPerS: 1000, isLimitFound: true, latencyUs: { receiveToBook: { p50: 10, p95: 20, p99: 30 } }, check: 'ok' },
      JSON.stringify(failure),
    )
  }
})

t.test('says that no limit was found when every rate was sustained', async (t) => {
  t.match(summaryOf([step(1), step(10)]), { sustainedPerS: 1000, isLimitFound: false })
})

t.test('shows nothing when not even the lowest rate was sustained', async (t) => {
  t.equal(summaryOf([step(1, { lost: 3 }), step(10)]), null)
})
