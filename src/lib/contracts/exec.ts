import { type Static, Type } from 'typebox'
import type { SelfTradePrevention } from '../model/order-terms.ts'
import { InstrumentInfo } from './market.ts'
import { Balance, Decimal, Identifier, Microseconds, oneOf, SideText, SymbolText } from './words.ts'

const TYPES = ['limit', 'limitMaker', 'market', 'stop', 'stopLimit', 'takeProfit', 'takeProfitLimit'] as const
const TypeText = oneOf(TYPES, 'limitMaker is post-only; the last four wait for their condition')
const TifText = oneOf(['gtc', 'ioc', 'fok', 'gtd'], 'time in force')
const STATUSES = ['NEW_LOCAL', 'SENT', 'UNKNOWN', 'WORKING', 'PARTIAL', 'FILLED', 'CANCELED', 'EXPIRED', 'REJECTED', 'DENIED', 'NOT_RECEIVED'] as const
const StatusText = oneOf(STATUSES, 'order status')

const PREVENTIONS = ['none', 'expireTaker', 'expireMaker', 'expireBoth', 'decrement', 'transfer'] as const satisfies readonly SelfTradePrevention[]

const TERMS = {
  stopPrice: Type.Optional(Decimal),
  trailingDeltaBps: Type.Optional(Type.Integer({ minimum: 1, description: 'distance at which a conditional order follows the price, basis points' })),
  icebergQty: Type.Optional(Decimal),
  quoteQty: Type.Optional(Decimal),
  selfTradePrevention: Type.Optional(oneOf(PREVENTIONS, 'what happens when it would trade with the same account')),
  expiresUs: Type.Optional(Microseconds),
} as const

/** Request `order.submit`. With `quoteQty`, `qty` is the most that the order is reckoned to come to, which risk judges. The same (strategyId, intentId) with the same body returns the stored answer; with another body it is refused. */
export const SubmitRequest = Type.Object(
  {
    intentId: Identifier,
    strategyId: Identifier,
    symbol: SymbolText,
    side: SideText,
    type: TypeText,
    tif: TifText,
    price: Type.Optional(Decimal),
    qty: Decimal,
    postOnly: Type.Boolean(),
    reduceOnly: Type.Boolean(),
    ...TERMS,
    causeMonoUs: Type.Optional(Type.Number({ description: 'host monotonic microseconds at which md received the record that led to this intent' })),
  },
  { description: 'order wanted' },
)
export type SubmitRequest = Static<typeof SubmitRequest>
/** Sent once the intent is durable; everything later comes on exec.events. */
export const SubmitAnswer = Type.Object(
  { clientOrderId: Identifier, hint: Type.Optional(Type.String({ description: 'which checks could not be made here' })) },
  { description: 'accepted for processing' },
)
export type SubmitAnswer = Static<typeof SubmitAnswer>

/** Request `order.cancel`: one order, or every live order of a strategy, or all. */
export const CancelRequest = Type.Object(
  { clientOrderId: Type.Optional(Identifier), strategyId: Type.Optional(Identifier), all: Type.Optional(Type.Boolean()) },
  { description: 'orders to cancel' },
)
export type CancelRequest = Static<typeof CancelRequest>
export const CancelAnswer = Type.Object({ clientOrderIds: Type.Array(Identifier) }, { description: 'orders for which a cancel is now pending' })
export type CancelAnswer = Static<typeof CancelAnswer>

/** One order as everybody outside exec sees it. */
export const Order = Type.Object(
  {
    clientOrderId: Identifier,
    intentId: Identifier,
    strategyId: Identifier,
    symbol: SymbolText,
    side: SideText,
    type: TypeText,
    tif: TifText,
    qty: Decimal,
    price: Type.Union([Decimal, Type.Null()]),
    postOnly: Type.Boolean(),
    reduceOnly: Type.Boolean(),
    ...TERMS,
    status: StatusText,
    pending: Type.Union([Type.Literal('none'), Type.Literal('cancel'), Type.Literal('replace')]),
    venueOrderId: Type.Union([Type.String(), Type.Null()]),
    filledQty: Decimal,
    filledQuote: Decimal,
    settled: Type.Boolean({ description: 'terminal, and the fills seen add up to what the venue reported' }),
    reason: Type.String({ description: 'why it was denied, rejected or ended; empty otherwise' }),
    flags: Type.Array(Type.String(), { description: 'LATE_FILL, OVERFILL, ... ' }),
    createdUs: Microseconds,
    updatedUs: Microseconds,
  },
  { description: 'order' },
)
export type Order = Static<typeof Order>

/** Request `order.status`: one order by its id or its intent, or a list; without `after` and `limitCount` the newest that are live. */
export const StatusRequest = Type.Object(
  {
    clientOrderId: Type.Optional(Identifier),
    intentId: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'with `strategyId`: the order of that intent' })),
    strategyId: Type.Optional(Identifier),
    symbol: Type.Optional(SymbolText),
    all: Type.Optional(Type.Boolean({ description: 'ended orders too' })),
    after: Type.Optional(Type.Integer({ minimum: 0, description: '`nextIndex` of the page before, 0 for the first page; oldest first' })),
    limitCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'most orders to return' })),
  },
  { description: 'orders wanted' },
)
export type StatusRequest = Static<typeof StatusRequest>
/** A page holds what fits a frame, which may be less than `limitCount`. */
export const StatusAnswer = Type.Object(
  { orders: Type.Array(Order), nextIndex: Type.Optional(Type.Integer({ minimum: 1, description: '`after` of the next page; absent when there is none' })) },
  { description: 'orders found' },
)
export type StatusAnswer = Static<typeof StatusAnswer>

/** One execution of our order. Unique by (symbol, venueOrderId, tradeId). */
export const Fill = Type.Object(
  {
    clientOrderId: Identifier,
    strategyId: Identifier,
    symbol: SymbolText,
    venueOrderId: Type.String(),
    tradeId: Type.String(),
    side: SideText,
    price: Decimal,
    qty: Decimal,
    fee: Decimal,
    feeAsset: Type.String(),
    baseAsset: Type.String(),
    quoteAsset: Type.String(),
    liquidity: Type.Union([Type.Literal('maker'), Type.Literal('taker')]),
    eventUs: Microseconds,
  },
  { description: 'fill' },
)
export type Fill = Static<typeof Fill>

/** Event of `exec.events`: an order came to be or changed. `cause` is the event of the transition table, or `accepted` at birth. */
export const OrderChanged = Type.Object(
  {
    execSeq: Type.Integer({ minimum: 1 }),
    order: Order,
    cause: Type.String({ description: 'event of the transition table' }),
    bodyHash: Type.Optional(Type.String({ description: 'of the intent, at birth' })),
  },
  { description: 'order.changed' },
)
export type OrderChanged = Static<typeof OrderChanged>
/** Event of `exec.events`: a fill that was not seen before. */
export const OrderFilled = Type.Object({ execSeq: Type.Integer({ minimum: 1 }), fill: Fill }, { description: 'order.filled' })
export type OrderFilled = Static<typeof OrderFilled>
/** Event of `exec.events`: exec agreed with the venue; balances and rules as the venue gave them then. */
export const Reconciled = Type.Object(
  {
    execSeq: Type.Integer({ minimum: 1 }),
    balances: Type.Array(Balance),
    instruments: Type.Array(InstrumentInfo),
    openOrders: Type.Integer(),
    opening: Type.Boolean({ description: 'true in the first one of this journal: its balances are the opening balances' }),
  },
  { description: 'exec.reconciled' },
)
export type Reconciled = Static<typeof Reconciled>
