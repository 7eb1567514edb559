import t from 'tap'
import { costInMarket, paidFor } from '../../../../src/daemons/sim/trading/costs.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { formatMoney } from '../../../../src/lib/base/money.ts'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

t.test('a buyer pays what the book asks, a seller what it sells', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  const market = must(desk.venue.spot.recorded.get('BTCUSDT'), 'market')
  const { instrument } = market
  t.equal(formatMoney(costInMarket({ instrument, side: 'buy', lots: 300_000 }, market)), '300.05')
  t.equal(formatMoney(costInMarket({ instrument, side: 'sell', lots: 300_000 }, market)), '3')
  const fill = { ticks: 10_000, lots: 50_000 }
  t.strictSame([formatMoney(paidFor({ instrument, side: 'buy' }, fill)), formatMoney(paidFor({ instrument, side: 'sell' }, fill))], ['50', '0.5'])
})
