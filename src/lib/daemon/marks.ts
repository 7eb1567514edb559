import { US_PER_MS } from '../base/time.ts'
import type { Ticker } from '../contracts/market.ts'
import type { Bus } from '../ports/bus.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

const WINDOW_US = 100 * US_PER_MS
const TOPIC = 'market_data.{symbol}.ticker'

/** Best prices of one symbol, as daemons that only value positions take them. */
export interface Mark {
  readonly type: 'mark'
  readonly symbol: string
  readonly bid: string
  readonly ask: string
  /** When md received it. */
  readonly receivedUs: number
}

export interface MarkOptions {
  readonly bus: Bus
  readonly clock: Clock
  readonly onMark: (mark: Mark) => void
}

/** Follows the best prices of every symbol, conflated: the first at once, then the newest of each 100 ms. */
export const followMarks = ({ bus, clock, onMark }: MarkOptions): Cancel => {
  const waiting = new Map<string, Mark | null>()
  const timers = new Map<string, Cancel>()
  const hand = (mark: Mark): void => {
    waiting.set(mark.symbol, null)
    timers.set(
      mark.symbol,
      clock.after(WINDOW_US, () => expire(mark.symbol)),
    )
    onMark(mark)
  }
  const expire = (symbol: string): void => {
    const newest = waiting.get(symbol)
    waiting.delete(symbol)
    timers.delete(symbol)
    if (newest !== null && newest !== undefined) hand(newest)
  }
  const unsubscribe = bus.subscribe(TOPIC, ({ body }) => {
    const { symbol, bid, ask, receivedUs } = body as Ticker
    // A stamp of the future, from a clock that was set back since, would never grow old.
    const mark: Mark = { type: 'mark', symbol, bid, ask, receivedUs: Math.min(receivedUs, clock.nowUs()) }
    if (waiting.has(symbol)) waiting.set(symbol, mark)
    else hand(mark)
  })
  return () => {
    unsubscribe()
    for (const cancel of timers.values()) cancel()
  }
}
