import t from 'tap'
import { must } from '../../../../src/lib/base/assert.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

/** For hours in which nobody has to trade. */
const QUIET = { config: { market: 'none', stepMs: 100 } } as const

t.test("the dead man's switch ends the orders of its symbol once, and a zero stops it", async (t) => {
  const desk = new UsdmDesk({}, QUIET)
  const arm = (countdownTime: number) => desk.call('POST', '/fapi/v1/countdownCancelAll', { symbol: 'BTCUSDT', countdownTime })
  desk.limit('BUY', '50000')
  desk.limit('BUY', '50001')
  arm(1_000)
  arm(0)
  desk.advanceMs(2_000)
  t.equal(Object.values(desk.call('GET', '/fapi/v1/openOrders')).length, 2)
  arm(1_000)
  desk.advanceMs(500)
  arm(1_000)
  desk.advanceMs(900)
  t.equal(Object.values(desk.call('GET', '/fapi/v1/openOrders')).length, 2, 'a heartbeat puts it off')
  desk.advanceMs(5_000)
  t.equal(desk.events('ORDER_TRADE_UPDATE').filter(({ o }) => String(o?.x) === 'CANCELED').length, 2)
  desk.limit('BUY', '50002')
  desk.advanceMs(5_000)
  t.equal(Object.values(desk.call('GET', '/fapi/v1/openOrders')).length, 1, 'it fires once')
})

t.test('funding is paid on the clock, by longs when the rate is positive', async (t) => {
  const desk = new UsdmDesk({ fundingMs: 4_000 })
  desk.market('BUY', '0.1')
  desk.advanceMs(10_000)
  const rates = Object.values(desk.call('GET', '/fapi/v1/fundingRate'))
  const paid = Object.values(desk.call('GET', '/fapi/v1/income', { incomeType: 'FUNDING_FEE' }))
  t.equal(paid.length, 2)
  for (const [index, { income }] of paid.entries()) t.equal(Number(income) < 0, Number(rates[index]?.fundingRate) > 0)
  t.match(desk.events('ACCOUNT_UPDATE').at(-1), { a: { m: 'FUNDING_FEE', P: [] } })
})

t.test('an isolated position pays its funding from its own margin', async (t) => {
  const desk = new UsdmDesk({ fundingMs: 4_000 })
  desk.call('POST', '/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'ISOLATED' })
  desk.market('BUY', '0.1')
  const position = must(desk.account.positions.get('BTCUSDT|BOTH'), 'position')
  const crossWallet = () => desk.account.wallet - position.isolatedWallet
  const before = { cross: crossWallet(), own: position.isolatedWallet }
  desk.advanceMs(10_000)
  const paid = desk.account.incomes.filter(({ type }) => type === 'FUNDING_FEE').reduce((sum, { amount }) => sum + amount, 0n)
  t.not(paid, 0n)
  t.equal(crossWallet(), before.cross)
  t.equal(position.isolatedWallet, before.own + paid)
  t.match(desk.events('ACCOUNT_UPDATE').at(-1), { a: { m: 'FUNDING_FEE', P: [{ s: 'BTCUSDT', mt: 'isolated' }] } })
})

t.test('a GTD order expires at its time', async (t) => {
  const desk = new UsdmDesk({}, QUIET)
  desk.limit('BUY', '50000', { timeInForce: 'GTD', goodTillDate: desk.sim.nowMs + 601_000 })
  desk.advanceMs(602_000)
  t.match(desk.events('ORDER_TRADE_UPDATE').at(-1), { o: { x: 'EXPIRED', X: 'EXPIRED' } })
})

t.test('a listen key that nobody keeps alive ends after its hour', async (t) => {
  const desk = new UsdmDesk({}, QUIET)
  desk.advanceMs(1_800_000)
  t.ok(desk.call('PUT', '/fapi/v1/listenKey').listenKey)
  desk.advanceMs(3_601_000)
  t.equal(desk.events('listenKeyExpired').length, 1)
  t.match(desk.call('PUT', '/fapi/v1/listenKey'), { code: -1125 })
})
