import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { baseOf, lockedBy, paidAsset, quoteOf } from '../../../../src/daemons/sim/trading/amounts.ts'
import type { OrderWish } from '../../../../src/daemons/sim/trading/orders.ts'
import { formatMoney } from '../../../../src/lib/base/money.ts'

const instrument = knownInstrument('BTCUSDT')
const wish: OrderWish = { account: 'main', instrument, clientOrderId: 'c1', side: 'buy', type: 'limit', tif: 'gtc', ticks: 10_000, lots: 100_000 }

t.test('values lots and prices exactly', async (t) => {
  t.equal(formatMoney(quoteOf(instrument, 6_183_763, 1)), '0.6183763')
  t.equal(formatMoney(baseOf(instrument, 1)), '0.00001')
})

t.test('locks what an order may give away, and nothing for a market order', async (t) => {
  const locked = (fields: Partial<OrderWish>): unknown => {
    const order = { ...wish, ...fields }
    return [paidAsset(order), formatMoney(lockedBy(order, 50_000, order.stop !== undefined))]
  }
  t.strictSame(
    [
      locked({}),
      locked({ side: 'sell' }),
      locked({ type: 'market', ticks: 0 }),
      locked({ type: 'market', ticks: 0, stop: { kind: 'stopLoss', ticks: 11_000, trailingBips: 0 } }),
    ],
    [
      ['USDT', '50'],
      ['BTC', '0.5'],
      ['USDT', '0'],
      ['USDT', '55'],
    ],
  )
})
