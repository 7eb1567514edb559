import t from 'tap'
import { stratMetrics } from '../../../src/daemons/strat/metrics.ts'
import { metricsText } from '../../../src/lib/daemon/metrics.ts'
import { execStream } from '../../kit/exec-stream.ts'
import { asked, runningDesk, stratDesk } from '../../kit/strat-desk.ts'

t.test('shows what was asked, refused, filled and read', async (t) => {
  const desk = runningDesk()
  const stream = execStream()
  desk.refuse(asked(desk.submit('maker-3-1')).id, 'HALTED', 'reject')
  desk.submit('maker-3-2')
  desk.feed(stream.changed({ intentId: 'maker-3-2', status: 'WORKING' }), stream.filled({}))
  desk.say({ type: 'cancel', intentId: 'maker-3-2' })
  desk.say({ type: 'signal', symbol: 'BTCUSDT', signal: 'wide' })
  desk.say({ type: 'stats', stats: { deliveredSlots: 5, lostSlots: 1, spanSlots: 6, overruns: 1, records: 4, hopSumUs: 60, hopCounts: [[30, 2]] } })
  const lines = metricsText(stratMetrics, desk.state).split('\n')
  const wanted = [
    'trade_strat_intents_total 2',
    'trade_strat_refused_total 1',
    'trade_strat_cancels_total 1',
    'trade_strat_fills_total 1',
    'trade_strat_signals_total 1',
    'trade_strat_open_orders_count 1',
    'trade_strat_ring_records_total 4',
    'trade_strat_ring_delivered_slots_total 5',
    'trade_strat_ring_lost_slots_total 1',
    'trade_strat_ring_span_slots_total 6',
    'trade_strat_ring_overruns_total 1',
    'trade_strat_ring_hop_latency_us_count 2',
    'trade_strat_ring_hop_latency_us_sum 60',
  ]
  for (const line of wanted) t.ok(lines.includes(line), line)
})

t.test('shows zeroes before the runner has reported', async (t) => {
  t.match(metricsText(stratMetrics, stratDesk().state), /trade_strat_ring_records_total 0\n/)
})
