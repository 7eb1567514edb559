import { usToMs } from '../../lib/base/time.ts'
import { BOOK_STATES } from '../../lib/contracts/market.ts'
import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import type { Counters, MdState } from './state.ts'

/** More symbols than this are told of by request only. */
const LABELS_MAX = 200

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
  news: 'marks, liquidations and bars of the venue',
  snapshots: 'snapshots asked for',
  refreshes: 'valid books that went on from a new snapshot',
  reconnects: 'connections opened in place of a lost one',
  rotations: 'connections replaced before the venue would cut them',
  resubscriptions: 'streams of a book ended and begun again',
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
    name: 'trade_md_books_count',
    help: 'books by state',
    label: 'state',
    read: ({ lines }) => new Map(BOOK_STATES.map((state) => [state, [...lines.values()].filter((line) => line.state === state).length])),
  },
  {
    kind: 'gauge',
    name: 'trade_md_connections_count',
    help: 'connections to the venue that are open',
    read: ({ links }) => links.filter(({ conn }) => conn?.phase === 'open').length,
  },
  {
    kind: 'counter',
    name: 'trade_md_messages_total',
    help: 'frames of a connection',
    label: 'connection',
    read: ({ links }) => new Map(links.slice(0, LABELS_MAX).map(({ id, messages }) => [id, messages])),
  },
  {
    kind: 'gauge',
    name: 'trade_md_book_state_code',
    help: `state of a book: ${BOOK_STATES.map((state, code) => `${code} ${state}`).join(', ')}`,
    label: 'symbol',
    read: ({ lines }) => new Map([...lines.values()].slice(0, LABELS_MAX).map(({ symbol, state }) => [symbol, BOOK_STATES.indexOf(state)])),
  },
  { kind: 'histogram', name: 'trade_md_venue_latency_us', help: 'time of the venue to receipt, microseconds', read: ({ latencyUs }) => latencyUs },
]
