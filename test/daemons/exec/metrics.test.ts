import t from 'tap'
import { execMetrics } from '../../../src/daemons/exec/metrics.ts'
import { metricsDocument } from '../../../src/lib/daemon/metrics.ts'
import { refused } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

t.test('counts of orders survive a restart', async (t) => {
  const rig = new Rig().start()
  rig.submit()
  rig.venue.script.push({ call: 'POST /api/v3/order', result: refused(400, -2010, 'no') })
  rig.run(10_000)
  rig.submit({ price: '99' })
  rig.request('order.submit', intent({ intentId: 'bad', qty: '0.000001' }))
  rig.run(10_000)
  rig.request('order.cancel', { all: true })
  rig.run(10_000)
  const next = rig.restart(2)
  t.match(metricsDocument(execMetrics, next.state), {
    trade_exec_intents_total: 3,
    trade_exec_orders_sent_total: 2,
    trade_exec_orders_denied_total: 1,
    trade_exec_orders_rejected_total: 1,
    trade_exec_orders_canceled_total: 1,
    trade_exec_orders_unknown: 0,
    trade_exec_fills_total: 0,
    trade_exec_halt_level: 0,
  })
})

t.test('latencies are measured from cause to first byte and from question to verdict', async (t) => {
  const rig = new Rig().start()
  rig.submit({ causeMonoUs: 1_500 })
  rig.run(10_000)
  t.match(metricsDocument(execMetrics, rig.state), {
    trade_exec_tick_to_order_latency_us: { count: 1, sum: 500 },
    trade_exec_risk_check_latency_us: { count: 1 },
  })
})

t.test('says how it stands towards the venue, and why orders were denied', async (t) => {
  const rig = new Rig().start()
  rig.state.gate.limiter.learn([{ kind: 'orders', intervalUs: 10_000_000, limitCount: 100 }])
  const resting = rig.submit()
  rig.run(10_000)
  rig.venue.fill(resting, '1', '1')
  rig.offer({ type: 'stream.text', generation: rig.state.stream.generation, text: '{}' })
  rig.run(30_000_000)
  rig.risk = () => 'deny'
  rig.submit({ price: '98' })
  rig.request('order.submit', intent({ intentId: 'bad', qty: '0.000001' }))
  rig.run(10_000)
  rig.state.gate.breakers.query.force('forcedOpen')
  const document = metricsDocument(execMetrics, rig.state)
  t.match(document, {
    trade_exec_breaker_state: { 'trade.new': 0, query: 3 },
    trade_exec_calls_waiting: { order: 0 },
    trade_exec_calls_in_flight: 0,
    trade_exec_denials_total: { POSITION_MAX: 1, VALIDATION: 1 },
    trade_exec_fills_by_liquidity_total: { maker: 1 },
    trade_exec_ack_to_fill_latency_us: { count: 1 },
  })
  t.ok(Object.keys(document.trade_exec_budget_used_ratio as object).includes('orders 10s'))
})

t.test('names are unique', async (t) => {
  t.equal(new Set(execMetrics.map(({ name }) => name)).size, execMetrics.length)
})
