import t from 'tap'
import { formatMoney, toMoney } from '../../../src/lib/base/money.ts'
import { feeOf } from '../../../src/lib/matching/fees.ts'

t.test('takes basis points of the received amount and cuts what the venue cannot write', async (t) => {
  t.equal(formatMoney(feeOf(toMoney('0.001'), 10, 8)), '0.000001')
  t.equal(formatMoney(feeOf(toMoney('61.8376463'), 10, 8)), '0.06183764')
  t.equal(formatMoney(feeOf(toMoney('100'), 7.5, 8)), '0.075')
  t.equal(formatMoney(feeOf(toMoney('0.00001'), 0, 8)), '0')
})
