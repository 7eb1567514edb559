import t from 'tap'
import { clearTakeover } from '../../../../src/daemons/sim/usdm/clearance.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

const openDesk = (marginType: 'ISOLATED' | 'CROSSED') => {
  const desk = new UsdmDesk({ wallet: '1000' })
  desk.call('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 125 })
  desk.call('POST', '/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType })
  desk.market('BUY', '0.1')
  const position = must(desk.account.positions.get('BTCUSDT|BOTH'), 'position')
  const clears = () => desk.account.incomes.filter(({ type }) => type === 'INSURANCE_CLEAR').map(({ amount }) => amount)
  return { desk, position, clears, cross: () => desk.account.wallet - position.isolatedWallet }
}

for (const [words, margin, sign] of [
  ['takes what is left of', '10', -1],
  ['pays what is missing in', '-50', 1],
] as const) {
  t.test(`the insurance fund ${words} the margin of an isolated position, and the cross wallet stays`, async (t) => {
    const { desk, position, clears, cross } = openDesk('ISOLATED')
    const before = cross()
    desk.account.wallet = (before + toMoney(margin)) as typeof desk.account.wallet
    position.isolatedWallet = toMoney(margin)
    desk.advanceMs(100)
    t.equal(position.lots, 0)
    t.equal(cross(), before)
    t.strictSame(
      clears().map((amount) => (amount > 0n ? 1 : -1)),
      [sign],
    )
    t.match(desk.events('ACCOUNT_UPDATE').at(-1), { a: { m: 'INSURANCE_CLEAR', P: [] } })
    t.match(desk.sim.records('income').at(-1), { incomeType: 'INSURANCE_CLEAR' })
  })
}

t.test('an account is back at zero when its last position cost more than it had', async (t) => {
  const { desk, clears } = openDesk('CROSSED')
  desk.account.wallet = toMoney('1')
  desk.advanceMs(100)
  t.equal(desk.account.wallet, 0n)
  t.ok((clears()[0] ?? 0n) > 0n)
})

t.test('the fund takes its fee and leaves the rest', async (t) => {
  const { desk, position, clears } = openDesk('ISOLATED')
  const { futures } = desk.sim.venue
  const turn = { nowUs: epochUs(desk.sim.nowUs), emit: () => undefined }
  const before = { wallet: desk.account.wallet, isolatedWallet: toMoney('900') }
  const order = { ...must(futures.store.byId(1), 'order'), quote: toMoney('6000') }
  position.lots = 0
  clearTakeover(futures, desk.account, { position, order, before, turn })
  t.strictSame(clears(), [toMoney('-75')])
  position.lots = 1
  clearTakeover(futures, desk.account, { position, order, before, turn })
  t.equal(clears().length, 1, 'a position that could not be closed is not settled yet')
})
