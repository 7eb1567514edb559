import { formatMoney, parseMoney } from '../../base/money.ts'
import { type Money, money, zeroMoney } from '../../base/units.ts'
import type { Balance } from '../../contracts/words.ts'
import type { VenueResult } from '../../ports/venue.ts'
import { readBody } from '../binance/bodies.ts'
import { signedDecimalOf } from '../binance/field-values.ts'
import { type Fields, fieldsOf, listOf, textOf, wholeOf } from '../binance/fields.ts'
import { listedFill } from '../binance/fills.ts'
import type { PlaceAnswer, VenueAnswer, VenueFill, VenueReport } from '../orders.ts'
import { restTerms } from './order-words.ts'

const reportOf = (value: unknown): VenueReport => {
  const fields = fieldsOf(value, 'order')
  return {
    ...restTerms(fields),
    symbol: textOf(fields, 'symbol'),
    clientOrderId: textOf(fields, 'clientOrderId'),
    venueOrderId: String(wholeOf(fields, 'orderId')),
    venueMs: wholeOf(fields, 'updateTime'),
  }
}

const tradeOf = (value: unknown): VenueFill => listedFill(value, { buyer: 'buyer', maker: 'maker' })

const amountOf = (fields: Fields, name: string): Money => money(parseMoney(signedDecimalOf(fields, name)) ?? zeroMoney)

/** Free is what can be drawn on, but never more than the wallet: profit that is not realised is not held. */
const balanceOf = (value: unknown): Balance => {
  const fields = fieldsOf(value, 'balance')
  const wallet = amountOf(fields, 'balance')
  const available = amountOf(fields, 'availableBalance')
  const drawable = available < zeroMoney ? zeroMoney : available
  const free = drawable < wallet ? drawable : wallet
  return { asset: textOf(fields, 'asset'), free: formatMoney(free), locked: formatMoney(money(wallet - free)) }
}

const accepted = (answer: VenueAnswer<VenueReport>): PlaceAnswer => (answer.kind === 'found' ? { kind: 'accepted', report: answer.value, fills: [] } : answer)

/** Every answer of exec's calls in our words. Fills of a new order come by the user stream. */
export const usdmAnswers = {
  readPlaced: (result: VenueResult): PlaceAnswer => accepted(readBody(result, reportOf)),
  readCanceled: (result: VenueResult): PlaceAnswer => accepted(readBody(result, reportOf)),
  readOrder: (result: VenueResult): VenueAnswer<VenueReport> => readBody(result, reportOf),
  readOrders: (result: VenueResult): VenueAnswer<readonly VenueReport[]> => readBody(result, (value) => listOf(value, 'orders').map(reportOf)),
  readTrades: (result: VenueResult): VenueAnswer<readonly VenueFill[]> => readBody(result, (value) => listOf(value, 'trades').map(tradeOf)),
  readAccount: (result: VenueResult): VenueAnswer<readonly Balance[]> =>
    readBody(result, (value) =>
      listOf(value, 'balances')
        .map(balanceOf)
        .filter(({ free, locked }) => free !== '0' || locked !== '0'),
    ),
  readTime: (result: VenueResult): VenueAnswer<number> => readBody(result, (value) => wholeOf(fieldsOf(value, 'time'), 'serverTime')),
} as const
