import { readBody } from '../binance/bodies.ts'
import { signed, weight } from '../binance/calls.ts'
import { fieldsOf, textOf } from '../binance/fields.ts'
import type { DeadMan } from '../orders.ts'

/** The countdown of one symbol, of all its open orders, whoever placed them. */
export const countdownCancelAll: DeadMan = {
  arm: (symbol, afterMs, validity) =>
    signed(
      {
        method: 'POST',
        path: '/fapi/v1/countdownCancelAll',
        params: [
          ['symbol', symbol],
          ['countdownTime', afterMs],
        ],
        cost: weight(10),
      },
      validity,
    ),
  readArmed: (result) =>
    readBody(result, (value): true => {
      textOf(fieldsOf(value, 'countdown'), 'symbol')
      return true
    }),
}
