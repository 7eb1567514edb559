import type { Balance } from '../contracts/words.ts'
import type { Instrument } from '../model/instrument.ts'
import type { OrderStatus, Side, TimeInForce } from '../model/order.ts'
import type { OrderTerms, RequestType } from '../model/order-terms.ts'
import type { VenueFrame, VenueRequest, VenueResult } from '../ports/venue.ts'

/** One limit of the venue: `limitCount` units in each window of `intervalUs`, windows aligned to the venue's clock. */
export interface RateLimit {
  /** `weight`: request weight of this address. `orders`: unfilled orders of this account. */
  readonly kind: 'weight' | 'orders'
  /** Whole microseconds. */
  readonly intervalUs: number
  /** At least 1. */
  readonly limitCount: number
}

/** What a call costs in each kind of budget, 0 or more. */
export type CallCost = Readonly<Record<RateLimit['kind'], number>>

/** What the venue says that it has counted in its present window. */
export interface RateUsage {
  readonly kind: RateLimit['kind']
  readonly intervalUs: number
  readonly usedCount: number
}

/** A call as the link takes it, with what it costs; cores know these names and no port. */
export interface VenueCall extends VenueRequest {
  readonly cost: CallCost
}
/** What became of a call. */
export type VenueReply = VenueResult
/** A frame for the user stream's socket. */
export type StreamFrame = VenueFrame

/** An order as the venue gets it; price and quantity are canonical decimal strings. */
export interface NewOrder extends OrderTerms {
  readonly clientOrderId: string
  readonly symbol: string
  readonly side: Side
  readonly type: RequestType
  readonly tif: TimeInForce
  readonly price: string | null
  readonly qty: string
  /** Only against a position; a venue without positions does not hear of it. */
  readonly reduceOnly?: boolean
}

/** How long a signed request is good for: the venue refuses it after `serverMs` + `recvWindowMs` of its own clock. */
export interface Validity {
  readonly serverMs: number
  readonly recvWindowMs: number
}

/** Names one order at the venue, by our id or by the venue's. */
export type OrderRef = { readonly symbol: string } & ({ readonly clientOrderId: string } | { readonly venueOrderId: string })

/** Which of our fills: the newest, those from a mark on, or those of one order. At most `limitCount`, oldest first. */
export type TradesQuery = { readonly symbol: string; readonly limitCount: number } & (
  | { readonly fromTradeId?: never; readonly venueOrderId?: never }
  /** The mark: a trade id, or milliseconds where `OrderTraits.pagesTradesBy` says `time`. */
  | { readonly fromTradeId: number }
  | { readonly venueOrderId: string }
)

/** What a venue can do that not every venue can; the core decides by it and by no name. */
export interface OrderTraits {
  /** Types of orders that it takes. */
  readonly types: readonly RequestType[]
  /** True when orders may end at a time. */
  readonly endsAtTime?: boolean
  /** Our id finds an order, open or ended, and cancels it. Without that only the venue's own id does. */
  readonly findsByClientId: boolean
  /** The fills of one order can be asked for. */
  readonly listsTradesOfOrder: boolean
  /** What a page of fills begins at: the id of a trade, which is a number then, or its time, from that millisecond on. */
  readonly pagesTradesBy: 'id' | 'time'
  /** Beginnings of the names, in lower case, of the headers that `readUsage` reads. */
  readonly usageHeaders: readonly string[]
}

/** A user stream that is opened by a key, which dies when it is not kept alive. */
export interface StreamKey {
  /** Milliseconds between two calls of `keep`. */
  readonly keepEveryMs: number
  open(): VenueCall
  keep(): VenueCall
  /** Path and query of the stream's socket. */
  path(key: string): string
  readKey(result: VenueReply): VenueAnswer<string>
}

/** The venue's dead man's switch: it cancels the open orders of a symbol unless it hears from us again in time. */
export interface DeadMan {
  /** `afterMs` 0 takes it back. */
  arm(symbol: string, afterMs: number, validity: Validity): VenueCall
  readArmed(result: VenueReply): VenueAnswer<true>
}

/** What the venue says of one order. Amounts are canonical decimal strings. */
export interface VenueReport extends OrderTerms {
  readonly symbol: string
  readonly clientOrderId: string
  readonly venueOrderId: string
  readonly status: Extract<OrderStatus, 'WORKING' | 'PARTIAL' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'REJECTED'>
  readonly cumQty: string
  readonly venueMs: number
  readonly reason: string
  readonly side: Side
  readonly type: RequestType
  readonly tif: TimeInForce
  readonly price: string | null
  readonly qty: string
}

/** One execution of ours. `feeAsset` is empty when nothing was charged. */
export interface VenueFill {
  readonly symbol: string
  readonly venueOrderId: string
  readonly tradeId: string
  readonly side: Side
  readonly price: string
  readonly qty: string
  readonly fee: string
  readonly feeAsset: string
  readonly liquidity: 'maker' | 'taker'
  readonly venueMs: number
}

/** Why a call did not do what it asked for. `ambiguous`: it may have been executed. `duplicate`: an order with this id is alive. */
export interface VenueRefusal {
  readonly kind: 'ambiguous' | 'rejected' | 'duplicate' | 'unknownOrder' | 'rateLimited' | 'clock' | 'notSent'
  readonly reason: string
  /** With `rateLimited`: send nothing for so long. */
  readonly retryAfterMs?: number
  /** With `rateLimited`: `orders` holds back new orders only, `ban` is an address shut out; everything is held back without it. */
  readonly limit?: 'orders' | 'ban'
}

/** Outcome of a call that may change an order. */
export type PlaceAnswer = { readonly kind: 'accepted'; readonly report: VenueReport; readonly fills: readonly VenueFill[] } | VenueRefusal
/** Outcome of a call that asks; a value or a refusal. */
export type VenueAnswer<T> = { readonly kind: 'found'; readonly value: T } | VenueRefusal

/** A frame of the user stream. */
export type StreamMessage =
  | { readonly kind: 'order'; readonly report: VenueReport; readonly fill: VenueFill | null }
  | { readonly kind: 'subscribed'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly reason: string }
  | { readonly kind: 'ended'; readonly reason: string }
  | { readonly kind: 'balances'; readonly balances: readonly Balance[] }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'malformed'; readonly reason: string }

/** A venue's spelling of everything that exec says and hears. Pure: it never sees key, clock or socket. */
export interface OrderVenue {
  readonly name: string
  readonly traits: OrderTraits
  /** Where the user stream is; not used with `streamKey`. */
  readonly streamPath: string
  /** Missing: the socket at `streamPath` is sent `subscribe`. With it an open socket is a subscription. */
  readonly streamKey?: StreamKey
  /** Missing: orders rest when nobody looks after them. */
  readonly deadMan?: DeadMan
  place(order: NewOrder, validity: Validity): VenueCall
  cancel(ref: OrderRef, validity: Validity): VenueCall
  query(ref: OrderRef, validity: Validity): VenueCall
  openOrders(symbol: string, validity: Validity): VenueCall
  trades(query: TradesQuery, validity: Validity): VenueCall
  account(validity: Validity): VenueCall
  instruments(symbol: string): VenueCall
  time(): VenueCall
  subscribe(id: number, validity: Validity): StreamFrame
  readPlaced(result: VenueReply): PlaceAnswer
  readCanceled(result: VenueReply): PlaceAnswer
  readOrder(result: VenueReply): VenueAnswer<VenueReport>
  readOrders(result: VenueReply): VenueAnswer<readonly VenueReport[]>
  readTrades(result: VenueReply): VenueAnswer<readonly VenueFill[]>
  readAccount(result: VenueReply): VenueAnswer<readonly Balance[]>
  readInstruments(result: VenueReply): VenueAnswer<readonly Instrument[]>
  /** Budgets that the venue lists beside its rules. */
  readLimits(result: VenueReply): readonly RateLimit[]
  /** What an answer says of budgets used; empty when it says nothing. */
  readUsage(result: VenueReply): readonly RateUsage[]
  /** What an answer says of the venue's health: `none` for refusals that are about limits or clocks. */
  readHealth(result: VenueReply): 'ok' | 'failure' | 'none'
  /** The venue's clock in milliseconds. */
  readTime(result: VenueReply): VenueAnswer<number>
  readStream(text: string): StreamMessage
}
