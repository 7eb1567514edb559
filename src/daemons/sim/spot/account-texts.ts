import type { SimConfig } from '../config.ts'

type Fees = Pick<SimConfig, 'makerFeeBps' | 'takerFeeBps' | 'feeAsset'>

/** Basis points as the venue writes a rate. */
export const rateText = (bps: number): string => (bps / 10_000).toFixed(8)

/** The rates that a fill of the account pays. */
export const ratesText = ({ makerFeeBps, takerFeeBps }: Fees) => ({
  maker: rateText(makerFeeBps),
  taker: rateText(takerFeeBps),
  buyer: rateText(0),
  seller: rateText(0),
})

const noRates = { maker: rateText(0), taker: rateText(0), buyer: rateText(0), seller: rateText(0) }

const discountText = ({ feeAsset }: Fees) => ({
  enabledForAccount: feeAsset !== undefined,
  enabledForSymbol: feeAsset !== undefined,
  discountAsset: feeAsset?.asset ?? 'BNB',
  discount: rateText(feeAsset?.discountBps ?? 0),
})

/** Answer to the question what a symbol costs. */
export const commissionText = (symbol: string, fees: Fees) => ({
  symbol,
  standardCommission: ratesText(fees),
  specialCommission: noRates,
  taxCommission: noRates,
  discount: discountText(fees),
})

/** Answer to a trial of an order that asks for its costs. */
export const testedText = (fees: Fees) => ({
  standardCommissionForOrder: { maker: rateText(fees.makerFeeBps), taker: rateText(fees.takerFeeBps) },
  specialCommissionForOrder: { maker: rateText(0), taker: rateText(0) },
  taxCommissionForOrder: { maker: rateText(0), taker: rateText(0) },
  discount: discountText(fees),
})
