import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { earn, openUsdmAccount, positionOf, positionsOf, settingOf } from '../../../../src/daemons/sim/usdm/accounts.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'

t.test('writes down each change of the wallet with an id of its own', async (t) => {
  const account = openUsdmAccount('main', '10')
  const income = { symbol: 'BTCUSDT', type: 'COMMISSION', atMs: 5, tradeId: '1' } as const
  earn(account, { ...income, amount: toMoney('-0.5') })
  earn(account, { ...income, amount: toMoney('0') })
  earn(account, { ...income, amount: toMoney('-0.25') })
  t.equal(formatMoney(account.wallet), '9.25')
  t.strictSame(
    account.incomes.map(({ tranId }) => tranId),
    [1, 2],
  )
})

t.test('keeps one position for each symbol and side, and one setting for each symbol', async (t) => {
  const account = openUsdmAccount('main', '10')
  const btc = decimalInstrument('BTCUSDT', 1, 3)
  t.equal(positionOf(account, btc, 'LONG'), positionOf(account, btc, 'LONG'))
  positionOf(account, btc, 'SHORT')
  t.equal(positionsOf(account, 'BTCUSDT').length, 2)
  t.match(settingOf(account, 'BTCUSDT'), { leverage: 20, marginType: 'cross' })
})
