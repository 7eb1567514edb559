import t from 'tap'
import { commissionText, ratesText, rateText, testedText } from '../../../../src/daemons/sim/spot/account-texts.ts'

const fees = { makerFeeBps: 7.5, takerFeeBps: 10 }

t.test('writes basis points as rates', async (t) => {
  t.equal(rateText(7.5), '0.00075000')
  t.strictSame(ratesText(fees), { maker: '0.00075000', taker: '0.00100000', buyer: '0.00000000', seller: '0.00000000' })
  t.match(commissionText('BTCUSDT', fees), { symbol: 'BTCUSDT', standardCommission: { maker: '0.00075000' }, discount: { discountAsset: 'BNB' } })
  t.match(testedText(fees), { standardCommissionForOrder: { taker: '0.00100000' } })
})
