import { BAR_INTERVALS } from '../market/bars.ts'

/** Windows of the rolling tickers, ms. */
export const WINDOWS_MS: Readonly<Record<string, number>> = { '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 }
const ZONE_MS = 28_800_000

/** A stream that is told at a pace, read from its name. `symbol` is null for all of them. */
export type PacedStream =
  | { readonly kind: 'miniTicker' | 'ticker' | 'avgPrice'; readonly symbol: string | null; readonly everyMs: number }
  | { readonly kind: 'windowTicker'; readonly symbol: string | null; readonly everyMs: number; readonly window: string }
  | { readonly kind: 'kline'; readonly symbol: string; readonly everyMs: number; readonly interval: string; readonly zoneMs: number }
  | { readonly kind: 'levels'; readonly symbol: string; readonly everyMs: number; readonly count: number }
  | { readonly kind: 'diff'; readonly symbol: string; readonly everyMs: number }

type Reader = readonly [pattern: RegExp, read: (groups: readonly string[]) => PacedStream | null]

const paceOf = (text: string | undefined): number => (text === undefined || text === '' ? 1_000 : Number(text))

const READERS: readonly Reader[] = [
  [/^!miniTicker@arr$/, () => ({ kind: 'miniTicker', symbol: null, everyMs: 1_000 })],
  [/^!ticker_(1h|4h|1d)@arr$/, ([, window = '']) => ({ kind: 'windowTicker', symbol: null, everyMs: 1_000, window })],
  [/^([^@!]+)@(miniTicker|ticker|avgPrice)$/, ([, symbol = '', kind = '']) => ({ kind: kind as 'ticker', symbol: symbol.toUpperCase(), everyMs: 1_000 })],
  [/^([^@!]+)@ticker_(1h|4h|1d)$/, ([, symbol = '', window = '']) => ({ kind: 'windowTicker', symbol: symbol.toUpperCase(), everyMs: 1_000, window })],
  [
    /^([^@!]+)@kline_(\w+)(@\+08:00)?$/,
    ([, symbol = '', interval = '', zone]) =>
      BAR_INTERVALS.includes(interval)
        ? { kind: 'kline', symbol: symbol.toUpperCase(), everyMs: interval === '1s' ? 1_000 : 2_000, interval, zoneMs: zone ? ZONE_MS : 0 }
        : null,
  ],
  [
    /^([^@!]+)@depth(5|10|20)(?:@(100|1000)ms)?$/,
    ([, symbol = '', count, pace]) => ({ kind: 'levels', symbol: symbol.toUpperCase(), everyMs: paceOf(pace), count: Number(count) }),
  ],
  [/^([^@!]+)@depth(?:@1000ms)?$/, ([, symbol = '']) => ({ kind: 'diff', symbol: symbol.toUpperCase(), everyMs: 1_000 })],
]

/** Null for a stream that is told as things happen, and for one that does not exist. */
export const readStreamName = (name: string): PacedStream | null => {
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(name)
    if (match !== null) return read([...match].map((group) => group ?? ''))
  }
  return null
}
