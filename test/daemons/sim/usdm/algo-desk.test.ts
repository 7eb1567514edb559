import t from 'tap'
import { ALGO_PATH, UsdmDesk } from '../../../kit/usdm-desk.ts'

const ALGO = { symbol: 'BTCUSDT', algoType: 'CONDITIONAL', side: 'SELL', quantity: '0.1' }

t.test('a stop fires when the price comes to it, and closes the position', async (t) => {
  const desk = new UsdmDesk()
  desk.market('BUY', '0.1')
  const last = Number(desk.sim.ask('GET', '/fapi/v1/ticker/price', 'symbol=BTCUSDT')?.body.price)
  const trigger = (last - 0.1).toFixed(1)
  const placed = desk.call('POST', ALGO_PATH, { ...ALGO, quantity: '0', type: 'STOP_MARKET', triggerPrice: trigger, closePosition: 'true', clientAlgoId: 'a1' })
  t.match(placed, { algoStatus: 'NEW', clientAlgoId: 'a1', triggerPrice: trigger.replace(/\.0$/, '') })
  for (let s = 0; s < 600 && desk.events('ALGO_UPDATE').length < 4; s++) desk.advanceMs(1_000)
  t.strictSame(
    desk.events('ALGO_UPDATE').map(({ o }) => String(o?.X)),
    ['NEW', 'TRIGGERING', 'TRIGGERED', 'FINISHED'],
  )
  t.equal(desk.account.positions.get('BTCUSDT|BOTH')?.lots, 0)
  t.match(desk.events('ORDER_TRADE_UPDATE').at(-1), { o: { ot: 'STOP_MARKET', o: 'MARKET', X: 'FILLED' } })
})

t.test('a stop whose order is refused says why', async (t) => {
  const desk = new UsdmDesk()
  desk.call('POST', ALGO_PATH, { ...ALGO, type: 'TRAILING_STOP_MARKET', callbackRate: '0.1', reduceOnly: 'true' })
  for (let s = 0; s < 1_200 && desk.events('CONDITIONAL_ORDER_TRIGGER_REJECT').length === 0; s++) desk.advanceMs(1_000)
  t.match(desk.events('CONDITIONAL_ORDER_TRIGGER_REJECT'), [{ or: { s: 'BTCUSDT', r: 'ReduceOnly Order is rejected.' } }])
  t.match(desk.call('GET', '/fapi/v1/allAlgoOrders', { symbol: 'BTCUSDT' }), [{ algoStatus: 'REJECTED' }])
})

t.test('waiting orders are listed, found by either id and canceled', async (t) => {
  const desk = new UsdmDesk()
  desk.call('POST', ALGO_PATH, { ...ALGO, type: 'STOP', triggerPrice: '50000', price: '49990', timeInForce: 'GTC', clientAlgoId: 'a1' })
  desk.call('POST', ALGO_PATH, { ...ALGO, type: 'TAKE_PROFIT_MARKET', triggerPrice: '70000', workingType: 'MARK_PRICE' })
  t.equal(Object.values(desk.call('GET', '/fapi/v1/openAlgoOrders')).length, 2)
  t.match(desk.call('GET', ALGO_PATH, { clientAlgoId: 'a1' }), { algoId: 1, orderType: 'STOP', price: '49990' })
  t.match(desk.call('DELETE', ALGO_PATH, { algoId: 1 }), { code: '200' })
  t.match(desk.call('DELETE', ALGO_PATH, { algoId: 1 }), { code: -2011 })
  desk.call('DELETE', '/fapi/v1/algoOpenOrders', { symbol: 'BTCUSDT' })
  t.strictSame(Object.values(desk.call('GET', '/fapi/v1/openAlgoOrders')), [])
})
