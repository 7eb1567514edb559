import t from 'tap'
import { histogram } from '../../../src/lib/base/histogram.ts'
import { lastOf, mergedHistogram, readCounters, sumOf } from '../../../src/lib/cli/counters.ts'
import { placesIn, writeCounters } from '../../kit/run-folder.ts'

const measured = (...values: readonly number[]): object => {
  const made = histogram()
  for (const value of values) made.record(value)
  return made.summary()
}

t.test('adds up counters over incarnations, taking a missing one for none', async (t) => {
  const places = placesIn(t.testdir())
  writeCounters(places, 'md', { epoch: 9, metrics: { trade_md_diffs_total: 5, trade_md_gaps_total: { BTCUSDT: 1 } } })
  writeCounters(places, 'md', { epoch: 10, metrics: { trade_md_diffs_total: 7 } })
  const documents = readCounters(places, 'md')
  t.strictSame(
    documents.map(({ svc, epoch }) => `${svc} ${epoch}`),
    ['md 9', 'md 10'],
  )
  t.equal(sumOf(documents, 'trade_md_diffs_total'), 12)
  t.equal(sumOf(documents, 'trade_md_gaps_total'), 0)
  t.equal(sumOf([], 'trade_md_diffs_total'), 0)
})

t.test('takes the newest incarnation of a counter that is rebuilt at each start', async (t) => {
  const places = placesIn(t.testdir())
  writeCounters(places, 'exec', { epoch: 100, metrics: { trade_exec_intents_total: 8 } })
  writeCounters(places, 'exec', { epoch: 20, metrics: { trade_exec_intents_total: 5 } })
  t.equal(lastOf(readCounters(places, 'exec'), 'trade_exec_intents_total'), 8)
  t.equal(lastOf(readCounters(places, 'exec'), 'trade_exec_absent_total'), 0)
  t.equal(lastOf(readCounters(places, 'acct'), 'trade_exec_intents_total'), 0)
})

t.test('merges histograms over incarnations', async (t) => {
  const places = placesIn(t.testdir())
  writeCounters(places, 'exec', { epoch: 1, metrics: { trade_exec_latency_us: measured(1, 2, 3) } })
  writeCounters(places, 'exec', { epoch: 2, metrics: { trade_exec_latency_us: measured(10, 10, 10, 10) } })
  writeCounters(places, 'exec', { epoch: 3, metrics: { trade_exec_latency_us: 7 } })
  const merged = mergedHistogram(readCounters(places, 'exec'), 'trade_exec_latency_us')
  t.match({ count: merged.count, sum: merged.sum, p50: merged.quantile(0.5), p0: merged.quantile(0.01) }, { count: 7, sum: 46, p50: 10, p0: 1 })
  t.equal(mergedHistogram([], 'trade_exec_latency_us').quantile(0.5), null)
})
