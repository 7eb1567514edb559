import { powerOfTen } from '../../lib/base/decimal.ts'
import type { Money } from '../../lib/base/units.ts'
import type { HaltLevel } from '../../lib/contracts/risk.ts'
import type { Side } from '../../lib/model/order.ts'
import type { Exposure } from './exposure.ts'
import type { Limits } from './limits.ts'

/** Best prices that are fresh enough to judge by. */
export interface Prices {
  readonly bid: Money
  readonly ask: Money
}

/** One order and everything that it is judged against. */
export interface Subject {
  readonly order: { readonly side: Side; readonly type: string; readonly price: Money | null; readonly qty: Money; readonly reduceOnly: boolean }
  readonly limits: Limits
  readonly halt: HaltLevel
  /** False while positions and open orders may be out of date. */
  readonly execCurrent: boolean
  /** Null when there is no fresh mark. */
  readonly prices: Prices | null
  /** Without the order itself. */
  readonly exposure: Exposure
  readonly accountOpenCount: number
  readonly accountMaxOpenCount: number
  readonly rateGranted: boolean
}

type Check = readonly [code: string, fails: (subject: Subject) => boolean]

const ONE = powerOfTen(18)
const BPS = 10_000n

const above = (value: bigint, limit: bigint | null, scale = 1n): boolean => limit !== null && value > limit * scale

const isHalted = ({ halt, order }: Subject): boolean => halt === 'K4' || (halt !== 'K0' && !order.reduceOnly)

const isUnpriced = ({ order: { type, price } }: Subject): boolean => (type === 'market') !== (price === null)

const isNotPositive = ({ order: { qty, price } }: Subject): boolean => qty <= 0n || (price !== null && price <= 0n)

const lacksLimits = ({ limits: { maxQty, maxNotional, maxPosition } }: Subject): boolean => maxQty === null || maxNotional === null || maxPosition === null

/** Price times 10^4: a market buy is taken at the touch plus the collar, a market sell at the touch. */
const priceBps = ({ order: { price, side }, prices, limits: { collarBps } }: Subject): bigint | null => {
  if (price !== null) return price * BPS
  if (prices === null) return null
  return side === 'buy' ? prices.ask * (BPS + (collarBps ?? 0n)) : prices.bid * BPS
}

const isTooDear = (subject: Subject): boolean => {
  const price = priceBps(subject)
  return price !== null && above(subject.order.qty * price, subject.limits.maxNotional, ONE * BPS)
}

/** abs(price - mid) x 10^4 > bps x mid, with the mid doubled on both sides so that nothing is divided. */
const isOutsideCollar = ({ order: { price }, prices, limits: { collarBps } }: Subject): boolean => {
  if (price === null || prices === null || collarBps === null) return false
  const twiceMid = prices.bid + prices.ask
  const apart = 2n * price - twiceMid
  return (apart < 0n ? -apart : apart) * BPS > collarBps * twiceMid
}

/** Position towards the order's side when everything open on that side fills, this order too. */
const worstOf = ({ order: { side, qty }, exposure: { position, buys, sells } }: Subject): bigint =>
  side === 'buy' ? position + buys + qty : sells + qty - position

const isOverExposed = (subject: Subject): boolean => {
  const { prices, limits } = subject
  return prices !== null && above(worstOf(subject) * (prices.bid + prices.ask), limits.maxExposure, 2n * ONE)
}

/** A reduce-only order, with the exits that already work, may close the position and no more. */
const isNoReduction = (subject: Subject): boolean => subject.order.reduceOnly && worstOf(subject) > 0n

const hasTooManyOpen = ({ exposure, limits, accountOpenCount, accountMaxOpenCount }: Subject): boolean =>
  accountOpenCount + 1 > accountMaxOpenCount || (limits.maxOpenOrdersCount !== null && exposure.openCount + 1 > limits.maxOpenOrdersCount)

const CHECKS: readonly Check[] = [
  ['HALTED', isHalted],
  ['EXEC_STREAM_LOST', ({ execCurrent, order }) => !execCurrent && !order.reduceOnly],
  ['BAD_FIELDS', isUnpriced],
  ['NON_POSITIVE', isNotPositive],
  ['NO_LIMIT_SET', lacksLimits],
  ['STALE_MARK', ({ prices, order }) => prices === null && !order.reduceOnly],
  ['ORDER_QTY_MAX', ({ order, limits }) => above(order.qty, limits.maxQty)],
  ['ORDER_NOTIONAL_MAX', isTooDear],
  ['PRICE_COLLAR', isOutsideCollar],
  ['POSITION_MAX', (subject) => above(worstOf(subject), subject.limits.maxPosition)],
  ['SYMBOL_EXPOSURE_MAX', isOverExposed],
  ['REDUCE_ONLY', isNoReduction],
  ['ORDER_RATE', ({ rateGranted }) => !rateGranted],
  ['OPEN_ORDERS_MAX', hasTooManyOpen],
]

/** Codes of every check that fails, in their fixed order; empty when the order may go. A value equal to its limit passes. */
export const failedChecks = (subject: Subject): string[] => CHECKS.filter(([, fails]) => fails(subject)).map(([code]) => code)
