import { must } from '../../../lib/base/assert.ts'
import type { Print } from '../../../lib/matching/queue.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import { msOf, type Turn } from '../events.ts'
import type { Checkpoints } from '../market/checkpoints.ts'
import type { Earlier } from '../market/earlier.ts'
import { decimalInstrument } from '../market/instruments.ts'
import { createRecordedMarket, type RecordedMarket } from '../market/recorded-market.ts'
import type { LevelDiff } from '../market/replica.ts'
import { createStatistics } from '../market/statistics.ts'
import { createSyntheticVenue, type SyntheticVenue } from '../market/synthetic-venue.ts'
import type { Contract } from './contract.ts'
import { ContractFeed } from './feed.ts'
import type { Futures } from './futures.ts'
import { MarkBook } from './marks.ts'
import type { UsdmOrder } from './orders.ts'

/** Decimals of price and quantity of the contracts that everybody knows. */
const DECIMALS: Readonly<Record<string, readonly [price: number, qty: number]>> = { BTCUSDT: [1, 3], ETHUSDT: [2, 3] }
const DEFAULT_DECIMALS = [2, 3] as const
const SPREAD_SEED = 7

export interface ContractPlaces {
  readonly seed: number
  readonly activityRatio: number
  /** True when its clients alone trade. */
  readonly isQuiet: boolean
  readonly checkpoints: Checkpoints
  readonly earlier: Earlier
}

const toMs = (us: number): number => Math.floor(us / 1_000)

const partsOf = (
  futures: Futures,
  instrument: Instrument,
  at: { readonly seed: number; readonly recorded: boolean; readonly market: () => { readonly replica: Contract['market']['replica'] } },
) => {
  const statistics = createStatistics()
  const feed = new ContractFeed({ instrument, streams: futures.streams, statistics, replica: () => at.market().replica, recorded: at.recorded })
  const marks = new MarkBook(instrument.symbol, { seed: at.seed, intervalMs: futures.config.fundingMs })
  return { statistics, feed, marks }
}

/** Opens a contract whose market everybody's orders make. */
export const openContract = (futures: Futures, symbol: string, at: ContractPlaces & { readonly turn: Turn }): SyntheticVenue<UsdmOrder> => {
  const [priceDecimals, qtyDecimals] = DECIMALS[symbol] ?? DEFAULT_DECIMALS
  const instrument = decimalInstrument(symbol, priceDecimals, qtyDecimals)
  const { seed, activityRatio, isQuiet, checkpoints, earlier, turn: first } = at
  let venue: SyntheticVenue<UsdmOrder> | null = null
  const market = () => must(venue, `contract '${symbol}'`)
  const parts = partsOf(futures, instrument, { seed, recorded: false, market })
  const start = { seed: seed + SPREAD_SEED, activityRatio, isQuiet, startUs: first.nowUs, ...earlier.idsOf('usdm', symbol) }
  venue = createSyntheticVenue<UsdmOrder>(instrument, start, {
    onFill: futures.desk.onFill,
    public: {
      trade: (trade, atUs, turn) => parts.feed.trade(trade, toMs(atUs), turn),
      top: (top, turn) => parts.feed.top(top, msOf(turn), turn),
      diff: (diff, atUs, turn) => {
        checkpoints.note({ symbol, eventMs: toMs(atUs), replica: market().replica }, turn)
        parts.feed.diff(diff, toMs(atUs), turn)
      },
    },
  })
  futures.contracts.set(symbol, { ...parts, market: venue, advance: (turn) => market().advance(turn) })
  return venue
}

/** Opens a contract that a recording drives; what the recording does not send itself is derived from it. */
export const openRecordedContract = (futures: Futures, instrument: Instrument, seed: number): RecordedMarket<UsdmOrder> => {
  const inner = createRecordedMarket<UsdmOrder>(instrument, futures.desk.onFill)
  const parts = partsOf(futures, instrument, { seed, recorded: true, market: () => inner })
  let tradeId = 0
  const [apply, print] = [inner.diff.bind(inner), inner.print.bind(inner)]
  const market = Object.assign(inner, {
    diff: (diff: LevelDiff, turn: Turn): void => {
      apply(diff, turn)
      parts.feed.diff(diff, msOf(turn), turn)
    },
    print: (trade: Print, turn: Turn): void => {
      tradeId += 1
      parts.feed.trade({ tradeId, ticks: trade.ticks, lots: trade.lots, takerSide: trade.aggressor, takerId: 0 }, msOf(turn), turn)
      print(trade, turn)
    },
  })
  futures.contracts.set(instrument.symbol, { ...parts, market, advance: () => undefined })
  return market
}
