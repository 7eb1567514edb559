import type { Turn } from '../events.ts'
import type { Market } from '../market/market.ts'
import type { Account } from '../trading/accounts.ts'
import { marketOf, type Venue } from '../venue.ts'
import type { Params } from './params.ts'
import { refusals } from './refusal.ts'
import { statusOf } from './texts.ts'

/** A call that passed the gate. */
export interface Call {
  readonly venue: Venue
  readonly params: Params
  readonly turn: Turn
  /** Where the answer goes when it comes later. */
  readonly requestId: string
  /** Of the client's host. */
  readonly address: string
}

/** A signed call and whose it is. */
export interface AccountCall extends Call {
  readonly account: Account
}

/** What a call is answered with. `weight` given back, headers of the order count added; `later`: the answer comes in another step. */
export interface Reply {
  readonly body: unknown
  readonly refund?: boolean
  readonly orderCount?: boolean
  readonly later?: boolean
}

/** One endpoint. */
export type Route =
  | { readonly security: 'none'; readonly weight: (params: Params) => number; readonly run: (call: Call) => Reply }
  | { readonly security: 'signed'; readonly weight: (params: Params) => number; readonly run: (call: AccountCall) => Reply }

const STATUSES = ['TRADING', 'END_OF_DAY', 'HALT', 'BREAK', 'CANCEL_ONLY']

/** The market that a call names; refused with -1102, -1121, -1122 or -1220. */
export const namedMarket = ({ venue, params }: Call): Market => {
  const market = marketOf(venue, params.need('symbol'))
  if (market === undefined) throw refusals.symbol()
  const status = params.get('symbolStatus')
  if (status !== undefined && !STATUSES.includes(status)) throw refusals.badSymbolStatus()
  if (status !== undefined && status !== statusOf(market.isClosed)) throw refusals.symbolStatus()
  return market
}
