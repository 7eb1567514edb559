import { powerOfTen } from '../../../lib/base/decimal.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import type { Market } from '../market/market.ts'
import type { Statistics } from '../market/statistics.ts'
import type { ContractFeed } from './feed.ts'
import type { MarkBook } from './marks.ts'
import type { UsdmOrder } from './orders.ts'

/** A perpetual contract: its market, its prices, and who is told. */
export interface Contract {
  readonly market: Market<UsdmOrder>
  readonly statistics: Statistics
  readonly marks: MarkBook
  readonly feed: ContractFeed
  /** Lets the others trade until now; a recorded market needs none. */
  advance(turn: Turn): void
}

const priceOf = ({ tickUnits, priceDecimals }: Instrument, ticks: number): bigint => BigInt(ticks * tickUnits) * powerOfTen(18 - priceDecimals)

/** Mid of the book; null while a side is empty. */
export const midOf = ({ market }: Contract): Money | null => {
  const bid = market.touchTicks('buy')
  const ask = market.touchTicks('sell')
  if (bid === null || ask === null) return null
  return money((priceOf(market.instrument, bid) + priceOf(market.instrument, ask)) / 2n)
}

/** Price of the last print, or the mid before the first one. */
export const lastPriceOf = (contract: Contract): Money => {
  const last = contract.statistics.trades.at(-1)
  return last === undefined ? (midOf(contract) ?? money(0n)) : money(priceOf(contract.market.instrument, last.ticks))
}

/** The mark price, or zero before there was a book. */
export const markPriceOf = (contract: Contract): Money => contract.marks.now?.mark ?? midOf(contract) ?? money(0n)
