import t from 'tap'
import { formatMoney, toMoney } from '../../../src/lib/base/money.ts'
import { add } from '../../../src/lib/base/units.ts'
import type { AccountState } from '../../../src/lib/contracts/acct.ts'
import type { Evidence } from '../../../src/lib/verify/evidence.ts'
import { balancesMatch, positionsMatch } from '../../../src/lib/verify/money.ts'
import { verify } from '../../../src/lib/verify/verify.ts'
import { cleanEvidence, withTruth } from '../../kit/evidence.ts'

const withAccount = (change: (account: AccountState) => AccountState): Evidence => {
  const evidence = cleanEvidence()
  return { ...evidence, account: evidence.account === null ? null : change(evidence.account) }
}
const held = (qty: string) => withAccount((account) => ({ ...account, positions: account.positions.map((position) => ({ ...position, qty })) }))

t.test('P1 names a position that is off by the last digit', async (t) => {
  t.strictSame(verify(held('0.000599000000000001')).violations, [
    { id: 'P1', what: 'position is 0.000599000000000001, the fills add up to 0.000599', where: 'BTCUSDT' },
  ])
})

t.test('P1 names a position without the fee that was charged in its base asset', async (t) => {
  t.match(positionsMatch(held('0.0006')), [{ id: 'P1', what: 'position is 0.0006, the fills add up to 0.000599' }])
})

t.test('P1 names a position that one of the two does not have', async (t) => {
  const none = withAccount((account) => ({ ...account, positions: [] }))
  t.match(positionsMatch(none), [{ id: 'P1', what: 'position is 0, the fills add up to 0.000599', where: 'BTCUSDT' }])
  const invented = withTruth((records) => records.filter(({ type }) => type !== 'fill'))
  t.match(positionsMatch(invented), [{ id: 'P1', what: 'position is 0.000599, the fills add up to 0', where: 'BTCUSDT' }])
})

t.test('P2 names a balance that is off by the last digit', async (t) => {
  const evidence = withAccount((account) => ({
    ...account,
    balances: account.balances.map(({ asset, total }) => ({ asset, total: asset === 'USDT' ? '99963.979986000000000001' : total })),
  }))
  t.strictSame(verify(evidence).violations, [{ id: 'P2', what: "balance is 99963.979986000000000001, the venue's is 99963.979986", where: 'USDT' }])
})

t.test('P2 looks at the last word of the venue, and at assets that only one side has', async (t) => {
  const extra = withTruth((records) => [...records, { type: 'account', balances: [{ asset: 'BNB', free: '1', locked: '0.5' }] }])
  t.strictSame(balancesMatch(extra), [
    { id: 'P2', what: "balance is 99963.979986, the venue's is 0", where: 'USDT' },
    { id: 'P2', what: "balance is 2.000599, the venue's is 0", where: 'BTC' },
    { id: 'P2', what: "balance is 0, the venue's is 1.5", where: 'BNB' },
  ])
})

t.test('P1 and P2 name an account that left no state', async (t) => {
  t.strictSame(verify({ ...cleanEvidence(), account: null }).violations, [
    { id: 'P1', what: 'acct left no state', where: 'acct' },
    { id: 'P2', what: 'acct left no state', where: 'acct' },
  ])
})

t.test('P2 leaves out what came and went without a trade after the books were opened', async (t) => {
  const moved = (isFirst: boolean) =>
    withTruth((records) => {
      const last = records.findLast(({ type }) => type === 'account')
      const balances = (last?.balances ?? []).map((balance) =>
        balance.asset === 'USDT' ? { ...balance, free: formatMoney(add(toMoney(balance.free), toMoney('5'))) } : balance,
      )
      const transfers = [
        { type: 'transfer', kind: 'deposit', asset: 'USDT', amount: '10' },
        { type: 'transfer', kind: 'withdraw', asset: 'USDT', amount: '5' },
        { type: 'transfer', kind: 'lock', asset: 'USDT', amount: '5' },
      ]
      return [...(isFirst ? transfers : []), ...records, ...(isFirst ? [] : transfers), { type: 'account', balances }]
    })
  t.strictSame(balancesMatch(moved(false)), [])
  t.match(balancesMatch(moved(true)), [{ id: 'P2', where: 'USDT' }])
})
