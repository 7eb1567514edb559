import t from 'tap'
import { mdMetrics } from '../../../src/daemons/md/metrics.ts'
import { metricsDocument, metricsText } from '../../../src/lib/daemon/metrics.ts'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench } from '../../kit/md-core.ts'

t.test('tells every counter, the state of each book and the latency of the venue', async (t) => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [1, 2], eventMs: bench.nowUs() / 1_000 - 5 }))
  bench.answer(marketTexts.snapshot(1, [], []))
  const text = metricsText(mdMetrics, bench.state)
  for (const name of Object.keys(bench.state.counts).filter((counter) => counter !== 'staleUs')) t.match(text, `# TYPE trade_md_${name}_total counter\n`)
  t.match(text, 'trade_md_diffs_total 1\n')
  t.match(text, 'trade_md_book_state_code{symbol="BTCUSDT"} 2\n')
  t.match(text, 'trade_md_venue_latency_us_sum 5000\n')
  bench.text(marketTexts.diff({ ids: [9, 9] }))
  bench.advance(1_234_000)
  t.match(metricsDocument(mdMetrics, bench.state), { trade_md_gaps_total: 1, trade_md_stale_ms_total: 1_200, trade_md_symbols_count: 1 })
})
