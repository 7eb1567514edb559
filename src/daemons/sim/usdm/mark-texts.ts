import type { Mark } from './marks.ts'
import { amountText } from './texts.ts'

export const markEvent = (symbol: string, { mark, index, rate, nextFundingMs }: Mark, atMs: number) => ({
  e: 'markPriceUpdate',
  E: atMs,
  s: symbol,
  p: amountText(mark),
  i: amountText(index),
  P: amountText(mark),
  r: amountText(rate),
  T: nextFundingMs,
})

export const premiumText = (symbol: string, mark: Mark) => ({
  symbol,
  markPrice: amountText(mark.mark),
  indexPrice: amountText(mark.index),
  estimatedSettlePrice: amountText(mark.mark),
  lastFundingRate: amountText(mark.rate),
  interestRate: '0.00010000',
  nextFundingTime: mark.nextFundingMs,
  time: mark.atMs,
})
