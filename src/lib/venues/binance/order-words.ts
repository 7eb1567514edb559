import type { Side, TimeInForce } from '../../model/order.ts'
import { matchedType, type RequestType } from '../../model/order-terms.ts'
import type { VenueReport } from '../orders.ts'
import { decimalOf, wordOf } from './field-values.ts'
import { type Fields, textOf } from './fields.ts'
import { SPOT_TYPES } from './order-types.ts'

/** Binance's words for orders. */
export const SIDES: Readonly<Record<string, Side>> = { BUY: 'buy', SELL: 'sell' }
export const TIFS: Readonly<Record<string, TimeInForce>> = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok', GTX: 'gtc', GTD: 'gtc' }
/** A limit order with this time in force is post-only. */
const POST_ONLY = 'GTX'
const STATUSES: Readonly<Record<string, VenueReport['status']>> = {
  NEW: 'WORKING',
  PENDING_NEW: 'WORKING',
  PENDING_CANCEL: 'WORKING',
  PARTIALLY_FILLED: 'PARTIAL',
  FILLED: 'FILLED',
  CANCELED: 'CANCELED',
  EXPIRED: 'EXPIRED',
  EXPIRED_IN_MATCH: 'EXPIRED',
  REJECTED: 'REJECTED',
  NEW_INSURANCE: 'WORKING',
  NEW_ADL: 'WORKING',
}

/** Names of the same fields in REST objects and in stream events. */
export interface OrderNames {
  readonly side: string
  readonly type: string
  readonly tif: string
  readonly price: string
  readonly qty: string
  readonly cumQty: string
  readonly status: string
}

export const REST_NAMES: OrderNames = {
  side: 'side',
  type: 'type',
  tif: 'timeInForce',
  price: 'price',
  qty: 'origQty',
  cumQty: 'executedQty',
  status: 'status',
}
export const STREAM_NAMES: OrderNames = { side: 'S', type: 'o', tif: 'f', price: 'p', qty: 'q', cumQty: 'z', status: 'X' }

type Terms = Pick<VenueReport, 'side' | 'type' | 'tif' | 'price' | 'qty' | 'cumQty' | 'status' | 'reason'>

const reasonOf = (fields: Fields, names: OrderNames): string => {
  const status = textOf(fields, names.status)
  const expiry = fields.eR ?? fields.expiryReason
  if (status === 'EXPIRED_IN_MATCH') return 'STP'
  return typeof expiry === 'string' ? expiry.slice(0, 60) : ''
}

/** The fields that every message about an order has, whatever it calls them. */
export const termsOf = (fields: Fields, names: OrderNames, types: Readonly<Record<string, RequestType>> = SPOT_TYPES): Terms => {
  const word = wordOf(types, fields, names.type)
  const type = word === 'limit' && fields[names.tif] === POST_ONLY ? 'limitMaker' : word
  return {
    side: wordOf(SIDES, fields, names.side),
    type,
    tif: wordOf(TIFS, fields, names.tif),
    price: matchedType(type) === 'market' ? null : decimalOf(fields, names.price),
    qty: decimalOf(fields, names.qty),
    cumQty: decimalOf(fields, names.cumQty),
    status: wordOf(STATUSES, fields, names.status),
    reason: reasonOf(fields, names),
  }
}
