import t from 'tap'
import { accountText, balanceText } from '../../../../src/daemons/sim/usdm/account-texts.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('totals agree with the one asset', async (t) => {
  const desk = new UsdmDesk()
  desk.market('BUY', '0.1')
  const { futures } = desk.sim.venue
  const text = accountText(futures, desk.account)
  t.equal(text.totalWalletBalance, text.assets[0]?.walletBalance)
  t.equal(balanceText(futures, desk.account).balance, text.totalWalletBalance)
  t.ok(Number(text.totalInitialMargin) > Number(text.totalMaintMargin))
})
