import { formatMoney } from '../../lib/base/money.ts'
import type { Money } from '../../lib/base/units.ts'
import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import type { AcctState } from './state.ts'

/** Money as a float: for display in a scrape, never back into the books. */
const shown = (value: Money): number => Number(formatMoney(value))

const bySymbol = (state: AcctState, read: (ledger: { qty: Money; volume: Money }) => Money): ReadonlyMap<string, number> =>
  new Map([...state.books.ledgers].map(([symbol, ledger]) => [symbol, shown(read(ledger))]))

export const acctMetrics: ReadonlyArray<MetricSpec<AcctState>> = [
  { kind: 'counter', name: 'trade_acct_events_total', help: 'events of exec booked', read: (state) => state.counts.events },
  { kind: 'counter', name: 'trade_acct_fills_total', help: 'own fills booked', read: (state) => state.counts.fills },
  {
    kind: 'counter',
    name: 'trade_acct_volume_total',
    help: 'price x quantity of own fills, quote asset',
    label: 'symbol',
    read: (state) => bySymbol(state, ({ volume }) => volume),
  },
  { kind: 'counter', name: 'trade_acct_state_publishes_total', help: 'account states published', read: (state) => state.counts.publishes },
  {
    kind: 'counter',
    name: 'trade_acct_drift_total',
    help: 'balances of the venue that differed from the books at a reconciliation',
    read: (state) => state.counts.drifts,
  },
  { kind: 'gauge', name: 'trade_acct_exec_seq', help: 'last event of exec that is booked', read: (state) => state.execSeq },
  { kind: 'gauge', name: 'trade_acct_position', help: 'position, base asset', label: 'symbol', read: (state) => bySymbol(state, ({ qty }) => qty) },
]
