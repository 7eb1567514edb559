import t from 'tap'
import { clearTakeover } from '../../../../src/daemons/sim/usdm/clearance.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'
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
  position.lots = 0
  position.takenQuote = toMoney('6000')
  clearTakeover(futures, desk.account, { position, before, turn })
  t.strictSame(clears(), [toMoney('-75')])
  position.lots = 1
  clearTakeover(futures, desk.account, { position, before, turn })
  t.equal(clears().length, 1, 'a position that could not be closed is not settled yet')
})

const at = (ms: number): string => `${1_723_161_255_000 + ms}000000`
const diff = (ms: number, id: number, bids: readonly string[][]): string => {
  const data = { e: 'depthUpdate', E: 1, T: 1, s: 'BTCUSDT', U: id, u: id, pu: id - 1, b: bids, a: [['100.2', '9']] }
  return `${at(ms)} ${JSON.stringify({ stream: 'btcusdt@depth@0ms', data })}`
}
/** One lot to sell to, and another one half a second later. */
const THIN = [
  diff(0, 11, [['100.0', '1']]),
  `${at(1)} ${JSON.stringify({ lastUpdateId: 10, E: 1, T: 1, bids: [['100.0', '1']], asks: [['100.2', '9']] })}`,
  diff(1_500, 12, [['100.0', '1']]),
  diff(60_000, 13, [['100.0', '1']]),
]

for (const marginType of ['ISOLATED', 'CROSSED'] as const) {
  t.test(`a takeover in parts costs what it costs at once, ${marginType.toLowerCase()}`, async (t) => {
    const places = { lines: THIN, config: { autostart: true } }
    const desk = new SimDesk(places)
    desk.advance(1_000_000)
    const post = (path: string, values: Readonly<Record<string, string>>) => desk.signed('POST', path, { symbol: 'BTCUSDT', ...values })
    post('/fapi/v1/marginType', { marginType })
    post('/fapi/v1/order', { side: 'BUY', type: 'MARKET', quantity: '2' })
    const account = must(desk.venue.futures.accounts.get('main'), 'account')
    const position = must(account.positions.get('BTCUSDT|BOTH'), 'position')
    const cross = account.wallet - position.isolatedWallet
    if (marginType === 'ISOLATED') {
      const all = post('/fapi/v1/positionMargin', { amount: '9.9', type: '2' })
      t.equal(all.status, 200)
    } else account.wallet = toMoney('0.45')
    desk.advance(100_000)
    t.equal(position.lots, 1)
    t.equal(position.takenQuote, toMoney('100'))
    if (marginType === 'ISOLATED') {
      t.equal(account.wallet - position.isolatedWallet, cross + toMoney('9.9'), 'what the first part lost is the margin of the position')
      const after = new SimDesk({ ...places, recovered: desk.truth, startUs: desk.nowUs })
      t.strictSame(after.venue.futures.accounts.get('main')?.positions.get('BTCUSDT|BOTH'), position)
    }
    desk.advance(2_000_000)
    t.equal(position.lots, 0)
    t.equal(account.wallet, marginType === 'ISOLATED' ? cross + toMoney('9.9') : 0n)
    t.strictSame(account.incomes.filter(({ type }) => type === 'INSURANCE_CLEAR').length, 1)
  })
}
