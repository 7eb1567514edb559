import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { assertPair, legParams } from '../../../../src/daemons/sim/spot/list-legs.ts'
import { parseParams } from '../../../../src/daemons/sim/spot/params.ts'
import type { OrderWish } from '../../../../src/daemons/sim/trading/orders.ts'

const wish: OrderWish = {
  account: 'main',
  instrument: knownInstrument('BTCUSDT'),
  clientOrderId: 'c',
  side: 'buy',
  type: 'limitMaker',
  tif: 'gtc',
  ticks: 100,
  lots: 1,
}
const stop = (kind: 'stopLoss' | 'takeProfit', ticks: number): OrderWish => ({ ...wish, type: 'market', ticks: 0, stop: { kind, ticks, trailingBips: 0 } })

t.test('reads the parameters of one leg, what all share, and what is given', async (t) => {
  const params = legParams(parseParams('symbol=A&abovePrice=5&aboveClientOrderId=x&aboveTrailingDelta=7', ''), 'above', { side: 'SELL', quantity: '1' })
  t.strictSame(
    [params.get('symbol'), params.need('price'), params.get('newClientOrderId'), params.need('side'), params.whole('trailingDelta')],
    ['A', '5', 'x', 'SELL', 7],
  )
  t.throws(() => params.need('stopPrice'), { code: -1102, message: /'aboveStopPrice'/ })
})

t.test('lets pass only pairs of which one can trade', async (t) => {
  t.doesNotThrow(() => assertPair(stop('stopLoss', 110), wish))
  t.throws(() => assertPair(wish, stop('stopLoss', 90)), { code: -1165 })
  t.throws(() => assertPair({ ...stop('takeProfit', 110), side: 'sell' }, { ...wish, side: 'sell' }), { code: -1166 })
  t.throws(() => assertPair(stop('takeProfit', 110), wish), { code: -1198 })
  t.throws(() => assertPair(stop('stopLoss', 110), stop('stopLoss', 90)), { code: -1196 })
  t.throws(() => assertPair(stop('stopLoss', 90), wish), { code: -2010, message: 'The relationship of the prices for the orders is not correct.' })
})
