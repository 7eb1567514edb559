import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import { levelIndex } from './halt.ts'
import type { RiskState } from './state.ts'

export const riskMetrics: ReadonlyArray<MetricSpec<RiskState>> = [
  {
    kind: 'counter',
    name: 'trade_risk_verdicts_total',
    help: 'orders judged',
    label: 'verdict',
    read: ({ counts }) =>
      new Map([
        ['allow', counts.allowed],
        ['deny', counts.denied],
      ]),
  },
  { kind: 'counter', name: 'trade_risk_failed_checks_total', help: 'failed checks of denied orders', label: 'code', read: ({ counts }) => counts.codes },
  { kind: 'counter', name: 'trade_risk_late_checks_total', help: 'requests whose deadline was past', read: ({ counts }) => counts.late },
  { kind: 'gauge', name: 'trade_risk_halt_level', help: 'halt in force, 0 to 4', read: ({ recorded }) => levelIndex(recorded.latch.level) },
  { kind: 'gauge', name: 'trade_risk_reserved_orders', help: 'approved orders that exec has not sent yet', read: ({ book }) => book.reserved.size },
  { kind: 'gauge', name: 'trade_risk_open_orders', help: 'orders that can still move a position', read: ({ book }) => book.open.size },
  { kind: 'gauge', name: 'trade_risk_exec_seq', help: 'last event of exec that is followed', read: ({ execSeq }) => execSeq },
]
