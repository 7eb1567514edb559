import t from 'tap'
import { execMetrics } from '../../../src/daemons/exec/metrics.ts'
import { mdMetrics } from '../../../src/daemons/md/metrics.ts'
import { stratMetrics } from '../../../src/daemons/strat/metrics.ts'
import { histogram } from '../../../src/lib/base/histogram.ts'
import { summaryOf } from '../../../src/lib/cli/summary.ts'
import { cleanEvidence, retold, withExec } from '../../kit/evidence.ts'
import { placesIn, writeCounters } from '../../kit/run-folder.ts'

const run = { symbols: 1, verify: 'ok', durationMs: 60_000 } as const

const latencies = (...values: readonly number[]): object => {
  const made = histogram()
  for (const value of values) made.record(value)
  return made.summary()
}

const writeAll = (dir: string) => {
  const places = placesIn(dir)
  const counts = { trade_md_diffs_total: 300, trade_md_gaps_total: 1, trade_md_resyncs_total: 2, trade_md_crossed_total: 0, trade_md_mismatches_total: 0 }
  writeCounters(places, 'md', { epoch: 1, metrics: { ...counts, trade_md_checks_total: 1_000 } })
  writeCounters(places, 'md', { epoch: 2, metrics: { ...counts, trade_md_checks_total: 72 } })
  const orders = {
    trade_exec_intents_total: 3,
    trade_exec_orders_denied_total: 1,
    trade_exec_orders_rejected_total: 0,
    trade_exec_orders_canceled_total: 1,
    trade_exec_orders_unknown: 0,
  }
  writeCounters(places, 'exec', { epoch: 1, metrics: { ...orders, trade_exec_intents_total: 2, trade_exec_risk_check_latency_us: latencies(5) } })
  writeCounters(places, 'exec', {
    epoch: 2,
    metrics: { ...orders, trade_exec_tick_to_order_latency_us: latencies(8, 9), trade_exec_risk_check_latency_us: latencies(7, 7) },
  })
  writeCounters(places, 'strat', { epoch: 1, metrics: { trade_strat_ring_hop_latency_us: latencies(2, 3, 12) } })
  return places
}

const golden = {
  book: { symbols: 1, diffs: 600, gaps: 2, resyncs: 4, crossed: 0, checks: 1_072, mismatches: 0 },
  orders: { intents: 3, sent: 2, denied: 1, rejected: 0, canceled: 1, unknown: 0 },
  fills: 2,
  volume: '84.00401',
  position: '0.000599',
  realized: '0.003996',
  unrealized: '1.5',
  fees: '0.08400401',
  equity: '219974.5',
  latencyUs: { tickToOrder: { p50: 8, p99: 9 }, riskCheck: { p50: 7, p99: 7 }, ringHop: { p50: 3, p99: 12 } },
  verify: 'ok',
  durationMs: 60_000,
}

t.test('puts a run into one object of exactly this shape', async (t) => {
  const summary = summaryOf(writeAll(t.testdir()), cleanEvidence(), run)
  t.strictSame(summary, golden)
  t.equal(JSON.stringify(summary), JSON.stringify(golden))
  t.equal(summary.orders.intents, summary.orders.sent + summary.orders.denied)
})

t.test('gives the positions of several symbols by symbol', async (t) => {
  const evidence = withExec((frames) =>
    frames.map((frame) =>
      frame.seq === 16
        ? retold(frame, (event) => {
            const body = event.body as { readonly fill: object }
            return { ...event, body: { ...body, fill: { ...body.fill, symbol: 'ETHUSDT' } } }
          })
        : frame,
    ),
  )
  t.strictSame(summaryOf(placesIn(t.testdir()), evidence, { ...run, symbols: 2 }).position, { BTCUSDT: '0.000999', ETHUSDT: '-0.0004' })
})

t.test('has nulls for what was never measured and zeros for what never happened', async (t) => {
  const nothing = { ...cleanEvidence(), exec: [], account: null }
  t.match(summaryOf(placesIn(t.testdir()), nothing, { ...run, verify: 'failed' }), {
    book: { diffs: 0, checks: 0 },
    orders: { intents: 0, sent: 0 },
    fills: 0,
    ...{ volume: '0', position: '0', realized: '0', unrealized: null, fees: '0', equity: null, verify: 'failed' },
    latencyUs: { tickToOrder: { p50: null, p99: null }, riskCheck: { p50: null, p99: null }, ringHop: { p50: null, p99: null } },
  })
})

t.test('reads only counters that the daemons have', async (t) => {
  const has = new Set([...mdMetrics, ...execMetrics, ...stratMetrics].map(({ name }) => name))
  const read = ['diffs', 'gaps', 'resyncs', 'crossed', 'checks', 'mismatches'].map((noun) => `trade_md_${noun}_total`)
  const orders = ['denied', 'rejected', 'canceled'].map((noun) => `trade_exec_orders_${noun}_total`)
  const rest = ['trade_exec_intents_total', 'trade_exec_orders_unknown', 'trade_exec_tick_to_order_latency_us', 'trade_exec_risk_check_latency_us']
  const strat = ['hop_latency_us', 'delivered_slots_total', 'lost_slots_total', 'span_slots_total'].map((noun) => `trade_strat_ring_${noun}`)
  t.strictSame(
    [...read, ...orders, ...rest, ...strat].filter((name) => !has.has(name)),
    [],
  )
})
