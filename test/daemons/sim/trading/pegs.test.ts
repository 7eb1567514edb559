import t from 'tap'
import { parseParams } from '../../../../src/daemons/sim/spot/params.ts'
import { peggedTicks, readPeg } from '../../../../src/daemons/sim/trading/pegs.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const open = (): SimDesk => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  return desk
}
const place = (desk: SimDesk, fields: Readonly<Record<string, string | number>>) =>
  desk.signed('POST', '/api/v3/order', {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.5',
    newOrderRespType: 'FULL',
    ...fields,
  })

t.test('takes the price from the best level of either side, or from deeper ones', async (t) => {
  const market = must(open().venue.spot.recorded.get('BTCUSDT'), 'market')
  const ticks = (side: 'buy' | 'sell', query: string) => peggedTicks(must(readPeg(parseParams(query, '')), 'peg'), side, market)
  t.equal(ticks('buy', 'pegPriceType=PRIMARY_PEG'), 10_000)
  t.equal(ticks('sell', 'pegPriceType=PRIMARY_PEG'), 10_001)
  t.equal(ticks('buy', 'pegPriceType=MARKET_PEG'), 10_001)
  t.equal(ticks('buy', 'pegPriceType=PRIMARY_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=1'), 9_999)
  t.throws(() => ticks('buy', 'pegPriceType=PRIMARY_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=50'), { code: -2010 })
  t.equal(readPeg(parseParams('price=1', '')), undefined)
})

t.test('shows the peg of an order everywhere, and a restart knows it', async (t) => {
  const desk = open()
  const user = desk.watch()
  desk.take(user)
  const peg = { pegPriceType: 'PRIMARY_PEG', pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: 1 }
  t.match(place(desk, peg), { status: 200, body: { price: '99.99000000', ...peg, peggedPrice: '99.99000000' } })
  t.match(desk.take(user)[0], { event: { gP: 'PRIMARY_PEG', gOT: 'PRICE_LEVEL', gOV: 1, gp: '99.99000000' } })
  t.match(place(desk, { pegPriceType: 'MARKET_PEG', timeInForce: 'IOC' }), { body: { status: 'FILLED', peggedPrice: '100.01000000' } })
  const again = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true }, recovered: desk.truth })
  again.advance(100_000)
  t.match(again.signed('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: 1 }).body, { ...peg, peggedPrice: '99.99000000' })
})

t.test('refuses pegs of other orders, prices beside them, and words that it does not know', async (t) => {
  const desk = open()
  const codeOf = (fields: Readonly<Record<string, string | number>>): number => Number(place(desk, fields).body['code'])
  t.equal(codeOf({ pegPriceType: 'PRIMARY_PEG', price: '99' }), -1106)
  t.equal(codeOf({ pegPriceType: 'MID_PEG' }), -1130)
  t.equal(codeOf({ pegPriceType: 'PRIMARY_PEG', pegOffsetType: 'TICKS', pegOffsetValue: 1 }), -1130)
  t.equal(codeOf({ pegPriceType: 'PRIMARY_PEG', pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: 101 }), -1130)
  t.equal(codeOf({ pegPriceType: 'PRIMARY_PEG', pegOffsetType: 'PRICE_LEVEL' }), -1102)
  t.equal(codeOf({ price: '99', pegOffsetValue: 1 }), -1106)
  t.equal(codeOf({ type: 'STOP_LOSS_LIMIT', stopPrice: '101', pegPriceType: 'PRIMARY_PEG' }), -1106)
})
