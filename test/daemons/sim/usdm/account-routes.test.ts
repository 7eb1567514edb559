import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('an isolated position holds its own margin, which can be moved', async (t) => {
  const desk = new UsdmDesk()
  t.match(desk.call('POST', '/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'ISOLATED' }), { code: 200 })
  desk.call('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 10 })
  t.match(desk.events('ACCOUNT_CONFIG_UPDATE'), [{ ac: { s: 'BTCUSDT', l: 10 } }])
  desk.market('BUY', '0.1')
  const risk = () => Object.values(desk.call('GET', '/fapi/v3/positionRisk'))[0]
  const before = Number(risk()?.isolatedWallet)
  t.ok(before > 500 && before < 700)
  t.match(desk.call('POST', '/fapi/v1/positionMargin', { symbol: 'BTCUSDT', amount: '100', type: 1 }), { code: 200, type: 1 })
  t.equal(Number(risk()?.isolatedWallet) - before, 100)
  t.match(desk.events('ACCOUNT_UPDATE').at(-1), { a: { m: 'MARGIN_TRANSFER' } })
  desk.market('SELL', '0.1')
  t.equal(desk.account.positions.get('BTCUSDT|BOTH')?.isolatedWallet, 0n)
})

t.test('shows account, balance, trades, brackets, fees and settings', async (t) => {
  const desk = new UsdmDesk()
  desk.market('BUY', '0.1')
  for (const version of ['v2', 'v3']) {
    t.match(desk.call('GET', `/fapi/${version}/account`), { assets: [{ asset: 'USDT' }], positions: [{ symbol: 'BTCUSDT', positionAmt: '0.1' }] })
    t.match(desk.call('GET', `/fapi/${version}/balance`), [{ asset: 'USDT', balance: String }])
  }
  t.ok(Object.values(desk.call('GET', '/fapi/v1/userTrades', { symbol: 'BTCUSDT' })).every(({ commissionAsset }) => String(commissionAsset) === 'USDT'))
  t.match(desk.call('GET', '/fapi/v1/leverageBracket', { symbol: 'BTCUSDT' }), [{ brackets: [{ bracket: 1, initialLeverage: 125 }] }])
  t.match(desk.call('GET', '/fapi/v1/commissionRate', { symbol: 'BTCUSDT' }), { makerCommissionRate: '0.000200', takerCommissionRate: '0.000500' })
  t.match(desk.call('GET', '/fapi/v1/symbolConfig'), [{ marginType: 'CROSSED', leverage: 20 }])
  t.match(desk.call('GET', '/fapi/v1/positionSide/dual'), { dualSidePosition: false })
})

t.test('trades from an id on come oldest first, without one the newest', async (t) => {
  const desk = new UsdmDesk()
  for (let index = 0; index < 3; index += 1) desk.market('BUY', '0.01')
  const idsOf = (values: Record<string, number>): number[] =>
    Object.values(desk.call('GET', '/fapi/v1/userTrades', { symbol: 'BTCUSDT', ...values })).map(({ id }) => Number(id))
  const all = idsOf({})
  t.strictSame(idsOf({ limit: 1 }), all.slice(-1))
  t.strictSame(idsOf({ limit: 2, fromId: all[0] ?? 0 }), all.slice(0, 2))
})
