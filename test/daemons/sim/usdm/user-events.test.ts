import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('a fill tells order, wallet and position', async (t) => {
  const desk = new UsdmDesk()
  desk.market('BUY', '0.1', { newClientOrderId: 'e1' })
  t.match(desk.events('ORDER_TRADE_UPDATE').at(-1), { o: { c: 'e1', x: 'TRADE', X: 'FILLED', N: 'USDT', ps: 'BOTH', rp: '0', ot: 'MARKET' } })
  t.match(desk.events('ACCOUNT_UPDATE').at(-1), { a: { B: [{ a: 'USDT', bc: '0' }], P: [{ pa: '0.1', mt: 'cross', iw: '0.00000000' }] } })
})
