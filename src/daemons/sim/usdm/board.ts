import { msOf } from '../events.ts'
import type { MarketOrder } from '../market/market.ts'
import { createStatistics } from '../market/statistics.ts'
import type { PublicStreams } from '../spot/public-streams.ts'
import type { TruthLog } from '../trading/truth.ts'
import { type Board, createBoard } from '../venue.ts'

/** Contracts tell their streams themselves, in their own form. */
const silent = (): PublicStreams => {
  const statistics = createStatistics()
  const nothing = (): void => undefined
  return {
    statistics: () => statistics,
    nowMs: (_symbol, turn) => msOf(turn),
    trade: nothing,
    diff: nothing,
    carry: nothing,
    settle: nothing,
    listen: nothing,
    tick: nothing,
  }
}

/** The board of the perpetual contracts. */
export const createUsdmBoard = (truth: TruthLog): Board<MarketOrder> => ({ ...createBoard<MarketOrder>('usdm', truth), publisher: silent() })
