import type { Side } from '../../../lib/model/order.ts'
import type { Market, MarketOrder } from '../market/market.ts'
import { createReplica, type Replica } from '../market/replica.ts'

/** A book and what its numbers mean. */
export type ShownBook = Pick<Market<MarketOrder>, 'instrument' | 'replica'>

/** Far behind every id that a reader may have buffered. */
const STALE_IDS = 1_000_000

/** Books as they stood a while ago, for snapshots that are too old. */
export interface OldBooks {
  /** Keeps books as they stand now. */
  keep(books: Iterable<ShownBook>): void
  /** What a reader is shown: the kept book while a stale snapshot is due. */
  shown(book: ShownBook): ShownBook
}

const flat = (replica: Replica, side: Side): number[] => replica.levels(side, Number.MAX_SAFE_INTEGER).flatMap(({ ticks, lots }) => [ticks, lots])

const copyOf = ({ instrument, replica }: ShownBook): ShownBook => {
  const copy = createReplica()
  copy.load({ updateId: Math.max(1, replica.updateId - STALE_IDS), bids: flat(replica, 'buy'), asks: flat(replica, 'sell') })
  return { instrument, replica: copy }
}

/** `isDue` is asked once for each snapshot and counts it. */
export const createOldBooks = (isDue: () => boolean): OldBooks => {
  const kept = new Map<Replica, ShownBook>()
  const keptOf = (book: ShownBook): ShownBook => {
    const found = kept.get(book.replica) ?? copyOf(book)
    kept.set(book.replica, found)
    return found
  }
  return {
    keep: (books) => {
      kept.clear()
      for (const book of books) if (book.replica.ready) keptOf(book)
    },
    shown: (book) => (isDue() ? keptOf(book) : book),
  }
}
