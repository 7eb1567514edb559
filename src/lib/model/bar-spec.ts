import { parseMoney } from '../base/money.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { Money } from '../base/units.ts'

/** What ends a bar: a span of time, a count of trades, a sum of quantity, or a sum of price x quantity. */
export type BarKind = 'time' | 'tick' | 'volume' | 'value'

/** A kind of bar and its size; `text` is its canonical spelling, as in topics: `1m`, `100t`, `10v`, `1000000q`. */
export interface BarSpec {
  readonly text: string
  readonly kind: BarKind
  /** Microseconds of a time bar or trades of a tick bar; 0 for the others. */
  readonly count: number
  /** Quantity or value that ends a bar, scaled by 10^18; 0 for the others. */
  readonly size: Money
}

/** Bars that md publishes, whose spec is part of a topic; whatever it lets through `parseBarSpec` can read. */
export const PUBLISHED_BAR = '^(?:[1-9][0-9]{0,2}[smh]|[1-9][0-9]?d|[1-9][0-9]{0,9}[tvq]|0\\.[0-9]{0,7}[1-9][vq])$'

const PATTERN = /^(\d{1,12}(?:\.\d{1,8})?)(s|m|h|d|t|v|q)$/
const SPAN_US: Readonly<Record<string, number>> = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 }
const KINDS: Readonly<Record<string, BarKind>> = { t: 'tick', v: 'volume', q: 'value' }
const SPAN_US_MAX = 366 * 86_400_000_000
const HINT = 'like 1m (time: s m h d), 100t (trades), 10v (quantity) or 1000000q (value)'

/** Reads a bar's spec; the error is a sentence that shows what is accepted. */
export const parseBarSpec = (text: string): Result<BarSpec> => {
  const [, digits = '', unit = ''] = PATTERN.exec(text) ?? []
  const kind = KINDS[unit] ?? 'time'
  const size = parseMoney(digits)
  if (size === null || size === 0n) return fail(`'${text}' is no bar: ${HINT}`)
  if (kind === 'volume' || kind === 'value') return ok({ text, kind, count: 0, size })
  const count = Number(digits) * (SPAN_US[unit] ?? 1)
  if (!Number.isInteger(count) || count > SPAN_US_MAX) return fail(`'${text}' is no bar: ${HINT}`)
  return ok({ text, kind, count, size: 0n as Money })
}
