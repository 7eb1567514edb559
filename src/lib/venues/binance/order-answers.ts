import type { Balance } from '../../contracts/words.ts'
import type { VenueResult } from '../../ports/venue.ts'
import type { PlaceAnswer, VenueAnswer, VenueFill, VenueReport } from '../orders.ts'
import { readBody } from './bodies.ts'
import { decimalOf, signedDecimalOf } from './field-values.ts'
import { type Fields, fieldsOf, listOf, textOf, wholeOf } from './fields.ts'
import { listedFill } from './fills.ts'
import { REST_NAMES, termsOf } from './order-words.ts'
import { REST_RARE_NAMES, rareTermsOf } from './rare-terms.ts'

const timeOf = (fields: Fields): number => wholeOf(fields, fields.updateTime === undefined ? 'transactTime' : 'updateTime')

const reportOf = (value: unknown): VenueReport => {
  const fields = fieldsOf(value, 'order')
  const original = fields.origClientOrderId
  return {
    ...termsOf(fields, REST_NAMES),
    ...rareTermsOf(fields, REST_RARE_NAMES),
    symbol: textOf(fields, 'symbol'),
    clientOrderId: typeof original === 'string' && original !== '' ? original : textOf(fields, 'clientOrderId'),
    venueOrderId: String(wholeOf(fields, 'orderId')),
    venueMs: timeOf(fields),
  }
}

/** Fills inside the answer to a new order: it took, so all of them are the taker's. */
const takenOf = (value: unknown, report: VenueReport): VenueFill => {
  const fields = fieldsOf(value, 'fill')
  return {
    symbol: report.symbol,
    venueOrderId: report.venueOrderId,
    tradeId: String(wholeOf(fields, 'tradeId')),
    side: report.side,
    price: decimalOf(fields, 'price'),
    qty: decimalOf(fields, 'qty'),
    fee: signedDecimalOf(fields, 'commission'),
    feeAsset: textOf(fields, 'commissionAsset'),
    liquidity: 'taker',
    venueMs: report.venueMs,
  }
}

const tradeOf = (value: unknown): VenueFill => listedFill(value, { buyer: 'isBuyer', maker: 'isMaker' })

const balanceOf = (value: unknown): Balance => {
  const fields = fieldsOf(value, 'balance')
  return { asset: textOf(fields, 'asset'), free: decimalOf(fields, 'free'), locked: decimalOf(fields, 'locked') }
}

const placedOf = (value: unknown): { report: VenueReport; fills: readonly VenueFill[] } => {
  const fills = fieldsOf(value, 'order').fills
  const report = reportOf(value)
  return { report, fills: fills === undefined ? [] : listOf(fills, 'fills').map((fill) => takenOf(fill, report)) }
}

const accepted = (answer: VenueAnswer<{ report: VenueReport; fills: readonly VenueFill[] }>): PlaceAnswer =>
  answer.kind === 'found' ? { kind: 'accepted', ...answer.value } : answer

/** Every answer of exec's calls in our words. */
export const orderAnswers = {
  readPlaced: (result: VenueResult): PlaceAnswer => accepted(readBody(result, placedOf)),
  readCanceled: (result: VenueResult): PlaceAnswer => accepted(readBody(result, (value) => ({ report: reportOf(value), fills: [] }))),
  readOrder: (result: VenueResult): VenueAnswer<VenueReport> => readBody(result, reportOf),
  readOrders: (result: VenueResult): VenueAnswer<readonly VenueReport[]> => readBody(result, (value) => listOf(value, 'orders').map(reportOf)),
  readTrades: (result: VenueResult): VenueAnswer<readonly VenueFill[]> => readBody(result, (value) => listOf(value, 'trades').map(tradeOf)),
  readAccount: (result: VenueResult): VenueAnswer<readonly Balance[]> =>
    readBody(result, (value) => listOf(fieldsOf(value, 'account').balances, 'balances').map(balanceOf)),
  readTime: (result: VenueResult): VenueAnswer<number> => readBody(result, (value) => wholeOf(fieldsOf(value, 'time'), 'serverTime')),
} as const
