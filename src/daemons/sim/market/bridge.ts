import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Side } from '../../../lib/model/order.ts'
import { venuePrice } from '../spot/texts.ts'
import { contractPrice } from '../usdm/number-texts.ts'
import { toSnapshot } from './recorded-steps.ts'
import type { DepthEvent, Level, RecordedSnapshot } from './recording-line.ts'
import type { Replica } from './replica.ts'
import type { Seam } from './rounds.ts'

const ZERO = '0.00000000'

/** Changes that turn one side of a book into that of a snapshot. */
const changes = (
  book: Replica,
  side: Side,
  target: { readonly levels: readonly Level[]; readonly flat: readonly number[]; priceOf(ticks: number): string },
): Level[] => {
  const { levels, flat } = target
  const kept = new Set(flat.filter((_, index) => index % 2 === 0))
  const gone = book.levels(side, Number.MAX_SAFE_INTEGER).filter(({ ticks }) => !kept.has(ticks))
  const changed = levels.filter((_, index) => book.lotsAt(side, flat[index * 2] ?? 0) !== flat[index * 2 + 1])
  return [...changed, ...gone.map(({ ticks }): Level => [target.priceOf(ticks), ZERO])]
}

/** The diff after which a book that its clients follow is the book of a snapshot. */
export const bridgeDiff = (instrument: Instrument, book: Replica, { product, symbol, snapshot, numbers }: Seam): DepthEvent => {
  const { bids, asks } = toSnapshot(instrument, snapshot)
  const priceOf = (ticks: number): string => (product === 'spot' ? venuePrice : contractPrice)(instrument, ticks)
  const sides = (from: RecordedSnapshot) => ({
    b: changes(book, 'buy', { levels: from.bids, flat: bids, priceOf }),
    a: changes(book, 'sell', { levels: from.asks, flat: asks, priceOf }),
  })
  const { E, U, u, pu } = numbers
  if (product === 'spot') return { e: 'depthUpdate', E, s: symbol, U, u, ...sides(snapshot) }
  return { e: 'depthUpdate', E, T: E, s: symbol, U, u, pu, ...sides(snapshot) }
}
