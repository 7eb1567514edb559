import t from 'tap'
import { wishOf } from '../../../src/lib/cli/order-wish.ts'

const wish = (fields: object) => wishOf(fields as Readonly<Record<string, unknown>>, () => 'new')

t.test('what is not said is what most people mean', async (t) => {
  t.same(wish({ symbol: 'BTCUSDT', side: 'buy', qty: '1', price: '100' }), {
    ok: true,
    value: {
      type: 'limit',
      tif: 'gtc',
      strategyId: 'cli',
      postOnly: false,
      reduceOnly: false,
      intentId: 'new',
      symbol: 'BTCUSDT',
      side: 'buy',
      qty: '1',
      price: '100',
    },
  })
  t.match(wish({ symbol: 'BTCUSDT', side: 'sell', qty: '1' }), { ok: true, value: { type: 'market', tif: 'ioc' } })
  t.match(wish({ symbol: 'BTCUSDT', side: 'sell', qty: '1', price: '5', orderType: 'limitMaker', id: 'x', strategy: 's' }), {
    ok: true,
    value: { type: 'limitMaker', postOnly: true, intentId: 'x', strategyId: 's' },
  })
})

t.test('says what is wrong, and never guesses at a name', async (t) => {
  t.match(wish({ symbol: 'BTCUSDT', side: 'buy', qty: 1, price: '100' }), { ok: false, error: /qty/ })
  t.match(wish({ symbol: 'BTCUSDT', side: 'buy', quantity: '1' }), { ok: false, error: "'quantity' is no field of an order" })
  t.match(wish({ symbol: 'btc usdt', side: 'buy', qty: '1' }), { ok: false, error: /symbol/ })
})
