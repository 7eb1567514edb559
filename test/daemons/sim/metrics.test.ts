import t from 'tap'
import { simMetrics } from '../../../src/daemons/sim/metrics.ts'
import { metricsText } from '../../../src/lib/daemon/metrics.ts'
import { QUIET_MARKET, SimDesk } from '../../kit/sim-desk.ts'

t.test('tells frames, orders and the state of its books', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET })
  desk.open('/ws/btcusdt@depth@100ms')
  desk.advance(100_000)
  const text = metricsText(simMetrics, desk.venue)
  t.match(text, /^trade_sim_frames_total 1$/m)
  t.match(text, /^trade_sim_lines_total 3$/m)
  t.match(text, /^trade_sim_gaps_total\{symbol="BTCUSDT"\} 0$/m)
  t.match(text, /^trade_sim_truth_records_total [1-9]/m)
})
