import { powerOfTen } from '../base/decimal.ts'
import { type Money, money } from '../base/units.ts'

const BPS_PER_WHOLE = 10_000n
const MONEY_DECIMALS = 18

/** Fee on a received amount, cut to the venue's precision in its favour of the payer. */
export const feeOf = (received: Money, feeBps: number, precisionDecimals: number): Money => {
  const exact = (received * BigInt(Math.round(feeBps * 100))) / (BPS_PER_WHOLE * 100n)
  const step = powerOfTen(MONEY_DECIMALS - precisionDecimals)
  return money(exact - (exact % step))
}
