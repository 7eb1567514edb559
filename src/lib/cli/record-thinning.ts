import type { Orderbook } from '../contracts/market.ts'
import type { BusMessage } from '../ports/bus.ts'
import { recordOf } from './viewer.ts'

const US_PER_MS = 1_000

/** A change of what a message shows. */
type Shape = (message: BusMessage) => BusMessage

/** A book with so many levels of each side. */
export const cut =
  (levels: number): Shape =>
  (message) => {
    const { bids, asks } = message.body as Orderbook
    return { ...message, body: { ...(message.body as Orderbook), bids: bids.slice(0, levels), asks: asks.slice(0, levels) } }
  }

/** Shows at most one message of a topic in so long, by the time of the messages; 0 shows all. */
export const thinned = (everyMs: number, shape: Shape = (message) => message): ((message: BusMessage) => readonly object[]) => {
  const everyUs = everyMs * US_PER_MS
  const shownUs = new Map<string, number>()
  return (message) => {
    const { topic, tsUs } = message
    if (tsUs - (shownUs.get(topic) ?? Number.NEGATIVE_INFINITY) < everyUs) return []
    shownUs.set(topic, tsUs)
    return [recordOf(shape(message))]
  }
}
