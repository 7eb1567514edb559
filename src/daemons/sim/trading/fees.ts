import { powerOfTen } from '../../../lib/base/decimal.ts'
import { toMoney } from '../../../lib/base/money.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import { feeOf } from '../../../lib/matching/fees.ts'
import type { SimConfig } from '../config.ts'
import { type Account, freeOf } from './accounts.ts'
import { lockedBy, paidAsset, quoteOf } from './amounts.ts'
import { paidFor } from './costs.ts'
import { leftLots, type VenueOrder } from './orders.ts'
import { feeOn } from './settlement.ts'

const FEE_DECIMALS = 8
const MONEY_DECIMALS = 18
const BPS = 10_000
const ONE = powerOfTen(MONEY_DECIMALS)

/** What fills cost. */
export type FeeTerms = Pick<SimConfig, 'makerFeeBps' | 'takerFeeBps' | 'feeAsset'>

/** Going price of one unit of an asset in another one; null when nobody knows it. */
export type PriceOf = (asset: string, quoteAsset: string) => Money | null

interface FilledSlice {
  readonly ticks: number
  readonly lots: number
  readonly maker: boolean
}

/** Who pays a fee, and what the order gives away after this fill without having locked it. */
interface Payer {
  readonly account: Account
  readonly laterCost: bigint
}

/** Says what each fill costs. */
export interface Fees {
  readonly terms: FeeTerms
  on(order: VenueOrder, fill: FilledSlice, payer: Payer): { readonly fee: Money; readonly feeAsset: string }
}

const shortened = (amount: bigint): Money => money(amount - (amount % powerOfTen(MONEY_DECIMALS - FEE_DECIMALS)))

/** Where no market tells a price, the setting does. */
const settledPrice = ({ prices }: NonNullable<FeeTerms['feeAsset']>, quoteAsset: string): Money | null => {
  const text = prices[quoteAsset]
  return text === undefined ? null : toMoney(text)
}

/** What is free of an asset once a fill is settled and the order can go on. */
const spareOf = (asset: string, { order, fill, payer }: { readonly order: VenueOrder; readonly fill: FilledSlice; readonly payer: Payer }): bigint => {
  const free = freeOf(payer.account, asset)
  if (asset !== paidAsset(order)) return free
  return free + order.locked - paidFor(order, fill) - lockedBy(order, leftLots(order) - fill.lots, order.waiting) - payer.laterCost
}

/** The fee in the account's fee asset; null when there is no price, or too little of it. */
const discounted = (order: VenueOrder, fill: FilledSlice, at: { readonly terms: FeeTerms; readonly payer: Payer; readonly priceOf: PriceOf }): Money | null => {
  const { feeAsset, makerFeeBps, takerFeeBps } = at.terms
  if (feeAsset === undefined) return null
  const { quoteAsset } = order.instrument
  const price = quoteAsset === feeAsset.asset ? money(ONE) : (at.priceOf(feeAsset.asset, quoteAsset) ?? settledPrice(feeAsset, quoteAsset))
  if (price === null || price <= 0n) return null
  const bps = ((fill.maker ? makerFeeBps : takerFeeBps) * (BPS - feeAsset.discountBps)) / BPS
  const worth = feeOf(quoteOf(order.instrument, fill.ticks, fill.lots), bps, MONEY_DECIMALS)
  const fee = shortened((worth * ONE) / price)
  return fee > spareOf(feeAsset.asset, { order, fill, payer: at.payer }) ? null : fee
}

/** Fees are taken from what is received, or from the fee asset at a discount while the account has enough of it. */
export const createFees = (terms: FeeTerms, priceOf: PriceOf): Fees => ({
  terms,
  on: (order, fill, payer) => {
    const fee = discounted(order, fill, { terms, payer, priceOf })
    if (fee !== null && terms.feeAsset !== undefined) return { fee, feeAsset: terms.feeAsset.asset }
    return feeOn(order, fill, fill.maker ? terms.makerFeeBps : terms.takerFeeBps)
  },
})
