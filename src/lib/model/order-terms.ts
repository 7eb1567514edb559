import type { OrderType } from './order.ts'

/** Types that wait for their condition: `stop` and `takeProfit` become market orders, the other two limit orders. */
export type ConditionalType = 'stop' | 'stopLimit' | 'takeProfit' | 'takeProfitLimit'
/** Type of an order that somebody asks for. */
export type RequestType = OrderType | ConditionalType

/** What happens when an order would trade with one of the same account; the mode of the one that takes decides. */
export const SELF_TRADE_PREVENTIONS = ['none', 'expireTaker', 'expireMaker', 'expireBoth', 'decrement', 'transfer'] as const
/** One word of the list. */
export type SelfTradePrevention = (typeof SELF_TRADE_PREVENTIONS)[number]

/** Terms that only some orders have; absent where they say nothing. Amounts are decimal strings. */
export interface OrderTerms {
  /** Price whose trading starts a conditional order. */
  readonly stopPrice?: string
  /** Distance from the best price since a conditional order follows it, basis points, at least 1. */
  readonly trailingDeltaBps?: number
  /** The part of the quantity that the book shows. */
  readonly icebergQty?: string
  /** Market orders only: the amount of quote to spend or to earn; `qty` is then the most that it is reckoned to come to. */
  readonly quoteQty?: string
  readonly selfTradePrevention?: SelfTradePrevention
  /** End of a `gtd` order, microseconds since the epoch. */
  readonly expiresUs?: number
}

const NAMES = ['stopPrice', 'trailingDeltaBps', 'icebergQty', 'quoteQty', 'selfTradePrevention', 'expiresUs'] as const

const BECOMES: Readonly<Record<RequestType, OrderType>> = {
  limit: 'limit',
  limitMaker: 'limitMaker',
  market: 'market',
  stop: 'market',
  stopLimit: 'limit',
  takeProfit: 'market',
  takeProfitLimit: 'limit',
}

/** The type under which an order meets the book. */
export const matchedType = (type: RequestType): OrderType => BECOMES[type]

/** True for an order that waits for its condition first. */
export const isConditional = (type: RequestType): type is ConditionalType => type !== BECOMES[type]

/** The terms of something that has more than them; those that are absent stay absent. */
export const termsIn = (from: OrderTerms): OrderTerms => Object.fromEntries(NAMES.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))
