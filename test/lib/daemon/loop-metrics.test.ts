import t from 'tap'
import { LIFECYCLE } from '../../../src/lib/contracts/health.ts'
import { type LoopMetrics, loopDocument, loopText } from '../../../src/lib/daemon/loop-metrics.ts'
import type { MetricSpec } from '../../../src/lib/daemon/metrics.ts'

const loop: LoopMetrics = {
  service: 'md',
  health: { state: 'running', ready: true, reason: 'ok' },
  inputs: 9,
  dropped: 1,
  invalid: 2,
  waiting: 3,
  loopMsP99: 0.5,
}
const specs: ReadonlyArray<MetricSpec<{ readonly books: number }>> = [{ kind: 'gauge', name: 'trade_md_books', help: 'books', read: ({ books }) => books }]
const core = { specs, state: { books: 4 } }

t.test("shows the loop's own metrics before those of the core", async (t) => {
  const values = loopText(loop, core)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  t.strictSame(values, [
    'trade_md_lifecycle_code 2',
    'trade_md_ready 1',
    'trade_md_inputs_total 9',
    'trade_md_inbox_dropped_total 1',
    'trade_md_invalid_messages_total 2',
    'trade_md_inbox_count 3',
    'trade_md_event_loop_delay_ms_p99 0.5',
    'trade_md_books 4',
  ])
})

t.test('numbers every lifecycle state, and says how', async (t) => {
  for (const [code, state] of LIFECYCLE.entries()) {
    const text = loopText({ ...loop, health: { state, ready: false, reason: 'no' } }, core)
    t.match(text, `trade_md_lifecycle_code ${code}\n`)
    t.match(text, `${code} ${state}`)
  }
})

t.test('gives the same as a document with service and epoch', async (t) => {
  t.match(loopDocument(loop, 5, core), { svc: 'md', epoch: 5, metrics: { trade_md_inputs_total: 9, trade_md_books: 4 } })
})
