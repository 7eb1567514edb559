import t from 'tap'
import { formatMoney } from '../../../src/lib/base/money.ts'
import type { Money } from '../../../src/lib/base/units.ts'
import { addTo, exactFill, positionChange } from '../../../src/lib/model/fill.ts'

const text = { side: 'buy', price: '20000', qty: '1', fee: '0.001', feeAsset: 'BTC', baseAsset: 'BTC', quoteAsset: 'USDT' } as const

t.test('a buy with a base fee adds what is left of it', async (t) => {
  t.equal(formatMoney(positionChange(exactFill(text))), '0.999')
})

t.test('a sell with a base fee takes the fee out too', async (t) => {
  t.equal(formatMoney(positionChange(exactFill({ ...text, side: 'sell' }))), '-1.001')
})

t.test('a fee in another asset leaves the position alone', async (t) => {
  t.equal(formatMoney(positionChange(exactFill({ ...text, feeAsset: 'USDT' }))), '1')
  t.equal(formatMoney(positionChange(exactFill({ ...text, side: 'sell', feeAsset: 'BNB' }))), '-1')
})

t.test('refuses text that is no decimal', async (t) => {
  t.throws(() => exactFill({ ...text, price: '1e3' }), RangeError)
})

t.test('sums by asset', async (t) => {
  const sums = new Map<string, Money>()
  addTo(sums, 'BTC', exactFill(text).fee)
  addTo(sums, 'BTC', exactFill(text).fee)
  addTo(sums, 'USDT', exactFill(text).price)
  t.strictSame(
    [...sums].map(([asset, sum]) => [asset, formatMoney(sum)]),
    [
      ['BTC', '0.002'],
      ['USDT', '20000'],
    ],
  )
})
