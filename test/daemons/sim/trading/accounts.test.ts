import t from 'tap'
import { credit, freeOf, lock, openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import { money } from '../../../../src/lib/base/units.ts'

t.test('moves amounts between free and locked and notes what changed', async (t) => {
  const account = openAccount('main', 'key', { USDT: '100000', BTC: '2' })
  t.equal(account.changed.size, 0)
  lock(account, 'USDT', toMoney('60.5'))
  credit(account, 'ETH', toMoney('1'))
  t.equal(formatMoney(freeOf(account, 'USDT')), '99939.5')
  t.equal(formatMoney(account.balances.get('USDT')?.locked ?? money(0n)), '60.5')
  lock(account, 'USDT', toMoney('-60.5'))
  t.equal(formatMoney(freeOf(account, 'USDT')), '100000')
  t.strictSame([...account.changed], ['USDT', 'ETH'])
  t.equal(freeOf(account, 'XRP'), 0n)
})
