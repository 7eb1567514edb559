import type { Horizon } from '../../lib/contracts/market.ts'
import { priceText } from '../../lib/model/instrument.ts'
import type { Side } from '../../lib/model/order.ts'
import { isBeyond } from './horizon.ts'
import type { Line } from './line.ts'
import type { Step } from './state.ts'

/** The side has fewer than `levels` levels that are known, because its snapshot was cut. */
const isShort = ({ known, book }: Line, side: Side, levels: number): boolean =>
  known[side] > 0 && (book.count(side) < levels || isBeyond(known, side, book.ticksAt(side, levels - 1)))

/** The touch is near the end of what is known. */
export const isNear = (line: Line, levels: number): boolean => isShort(line, 'buy', levels) || isShort(line, 'sell', levels)

/** So little is left of the snapshot that a new one is due. */
export const isNearHorizon = ({ state }: Step, line: Line): boolean => isNear(line, Math.max(1, Math.floor(state.config.horizonRatio * line.askedLevels)))

/** The touch itself may be wrong: a better level, never told of, may lie before it. */
export const isBlind = (line: Line): boolean => isShort(line, 'buy', 1) || isShort(line, 'sell', 1)

/** How many of the best `count` levels of a side are known. */
export const knownCount = ({ known }: Line, side: Side, { levels, count }: { readonly levels: Float64Array; readonly count: number }): number => {
  let within = count
  while (within > 0 && isBeyond(known, side, levels[2 * within - 2] ?? 0)) within -= 1
  return within
}

/** The horizon as it travels. */
export const horizonOf = ({ known, instrument }: Line): Horizon => ({
  ...(known.buy > 0 ? { bid: priceText(instrument, known.buy) } : {}),
  ...(known.sell > 0 ? { ask: priceText(instrument, known.sell) } : {}),
})
