import t from 'tap'
import { noteStages, openStages, stageMetrics } from '../../../src/daemons/md/stages.ts'
import { metricsText } from '../../../src/lib/daemon/metrics.ts'
import { mdBench } from '../../kit/md-core.ts'

t.test('shows p50, p95 and p99 of every stage of a frame', async (t) => {
  const stages = openStages()
  const { state } = mdBench()
  for (let index = 1; index <= 100; index++) {
    noteStages(stages, { receivedUs: 1_000, bookUs: 1_000 + (index <= 94 ? 5 : 9), publishedUs: 1_012 })
    state.latencyUs.record(7)
  }
  const text = metricsText(stageMetrics(stages), state)
  t.match(text, 'trade_md_venue_latency_quantile_us{quantile="0.95"} 7\n')
  t.match(text, 'trade_md_receive_to_book_quantile_us{quantile="0.5"} 5\n')
  t.match(text, 'trade_md_receive_to_book_quantile_us{quantile="0.95"} 9\n')
  t.match(text, 'trade_md_book_to_published_quantile_us{quantile="0.5"} 7\n')
  t.match(text, 'trade_md_receive_to_published_quantile_us{quantile="0.99"} 12\n')
  t.match(text, 'trade_md_receive_to_published_us_count 100\n')
})

t.test('knows no time of a record that no frame caused', async (t) => {
  const stages = openStages()
  noteStages(stages, { receivedUs: 0, bookUs: 5, publishedUs: 6 })
  t.equal(stages.receiveToPublished.count, 0)
})
