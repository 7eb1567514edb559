import t from 'tap'
import { markEvent, premiumText } from '../../../../src/daemons/sim/usdm/mark-texts.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'

t.test('writes eight places', async (t) => {
  const mark = { mark: toMoney('100.5'), index: toMoney('100'), rate: toMoney('0.0001'), nextFundingMs: 9, atMs: 1 }
  t.match(markEvent('BTCUSDT', mark, 5), { e: 'markPriceUpdate', E: 5, p: '100.50000000', r: '0.00010000', T: 9 })
  t.match(premiumText('BTCUSDT', mark), { indexPrice: '100.00000000', nextFundingTime: 9 })
})
