import t from 'tap'
import { watchMargin } from '../../../../src/daemons/sim/usdm/liquidation.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('warns an account whose margin runs low, then takes its position over', async (t) => {
  const desk = new UsdmDesk({ wallet: '100' })
  desk.call('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 125 })
  const forced = desk.sim.open('/market/ws/btcusdt@forceOrder')
  desk.market('BUY', '0.1')
  const [risk] = Object.values(desk.call('GET', '/fapi/v3/positionRisk', { symbol: 'BTCUSDT' }))
  t.ok(Number(risk?.liquidationPrice) > 0 && Number(risk?.liquidationPrice) < Number(risk?.markPrice))
  desk.account.wallet = toMoney('28')
  desk.advanceMs(100)
  t.equal(desk.events('MARGIN_CALL').length, 1)
  t.match(desk.events('MARGIN_CALL'), [{ p: [{ s: 'BTCUSDT', mt: 'CROSSED' }] }])
  desk.account.wallet = toMoney('5')
  desk.advanceMs(100)
  const last = desk.events('ORDER_TRADE_UPDATE').at(-1)
  t.match(last, { o: { x: 'CALCULATED', X: 'FILLED', c: /^autoclose-/ } })
  t.equal(desk.account.positions.get('BTCUSDT|BOTH')?.lots, 0)
  t.match(JSON.parse(desk.sim.texts(forced).at(-1) ?? '{}'), { e: 'forceOrder', o: { s: 'BTCUSDT', S: 'SELL' } })
})

t.test('a position that stands again once another one is gone is left alone', async (t) => {
  const desk = new UsdmDesk()
  desk.call('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 125 })
  desk.call('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })
  desk.market('BUY', '0.1', { positionSide: 'LONG' })
  desk.market('SELL', '0.01', { positionSide: 'SHORT' })
  desk.account.wallet = toMoney('20')
  watchMargin(desk.sim.venue.futures, { nowUs: epochUs(desk.sim.nowUs), emit: () => undefined })
  t.equal(desk.account.positions.get('BTCUSDT|LONG')?.lots, 0)
  t.equal(desk.account.positions.get('BTCUSDT|SHORT')?.lots, -10)
})
