import { usToMs } from '../../lib/base/time.ts'
import { BOOK_STATES } from '../../lib/contracts/market.ts'
import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import type { Counters, MdState } from './state.ts'

const HELP: Readonly<Record<Exclude<keyof Counters, 'staleUs'>, string>> = {
  diffs: 'depth diffs applied',
  duplicates: 'depth diffs that the book already held',
  gaps: 'holes in the sequence of diffs',
  resyncs: 'books that became valid again',
  crossed: 'books whose best bid was at or above the best ask',
  checks: 'comparisons of a book with the best prices of the venue',
  mismatches: 'comparisons that failed',
  garbled: 'frames dropped because they make no sense',
  trades: 'public trades',
  tickers: 'best prices of the venue',
  snapshots: 'snapshots asked for',
  reconnects: 'connections opened in place of a lost one',
}

const counter = (name: Exclude<keyof Counters, 'staleUs'>): MetricSpec<MdState> => ({
  kind: 'counter',
  name: `trade_md_${name}_total`,
  help: HELP[name],
  read: ({ counts }) => counts[name],
})

export const mdMetrics: ReadonlyArray<MetricSpec<MdState>> = [
  ...(Object.keys(HELP) as Exclude<keyof Counters, 'staleUs'>[]).map(counter),
  {
    kind: 'counter',
    name: 'trade_md_stale_ms_total',
    help: 'time that books were not valid any more, milliseconds summed over symbols',
    read: ({ counts }) => usToMs(counts.staleUs),
  },
  { kind: 'gauge', name: 'trade_md_symbols_count', help: 'symbols followed', read: ({ lines }) => lines.size },
  {
    kind: 'gauge',
    name: 'trade_md_book_state_code',
    help: `state of a book: ${BOOK_STATES.map((state, code) => `${code} ${state}`).join(', ')}`,
    label: 'symbol',
    read: ({ lines }) => new Map([...lines.values()].map(({ symbol, state }) => [symbol, BOOK_STATES.indexOf(state)])),
  },
  { kind: 'histogram', name: 'trade_md_venue_latency_us', help: 'time of the venue to receipt, microseconds', read: ({ latencyUs }) => latencyUs },
]
