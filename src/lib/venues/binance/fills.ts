import type { VenueFill, VenueReport } from '../orders.ts'
import { decimalOf, signedDecimalOf } from './field-values.ts'
import { type Fields, fieldsOf, textOf, wholeOf } from './fields.ts'

/** A fill in an event of the user stream. The fee is missing where nothing was charged, and below zero where it is paid back. */
export const streamedFill = (fields: Fields, report: VenueReport): VenueFill => ({
  symbol: report.symbol,
  venueOrderId: report.venueOrderId,
  tradeId: String(wholeOf(fields, 't')),
  side: report.side,
  price: decimalOf(fields, 'L'),
  qty: decimalOf(fields, 'l'),
  fee: fields.n === undefined ? '0' : signedDecimalOf(fields, 'n'),
  feeAsset: typeof fields.N === 'string' ? fields.N : '',
  liquidity: fields.m === true ? 'maker' : 'taker',
  venueMs: report.venueMs,
})

/** What a product calls the two marks of a trade in its list of trades. */
export interface TradeMarks {
  readonly buyer: string
  readonly maker: string
}

/** A fill in the list of an account's trades. */
export const listedFill = (value: unknown, { buyer, maker }: TradeMarks): VenueFill => {
  const fields = fieldsOf(value, 'trade')
  return {
    symbol: textOf(fields, 'symbol'),
    venueOrderId: String(wholeOf(fields, 'orderId')),
    tradeId: String(wholeOf(fields, 'id')),
    side: fields[buyer] === true ? 'buy' : 'sell',
    price: decimalOf(fields, 'price'),
    qty: decimalOf(fields, 'qty'),
    fee: signedDecimalOf(fields, 'commission'),
    feeAsset: textOf(fields, 'commissionAsset'),
    liquidity: fields[maker] === true ? 'maker' : 'taker',
    venueMs: wholeOf(fields, 'time'),
  }
}
