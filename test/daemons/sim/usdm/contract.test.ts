import t from 'tap'
import { lastPriceOf, markPriceOf, midOf } from '../../../../src/daemons/sim/usdm/contract.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('last price, mid and mark are near each other', async (t) => {
  const contract = new UsdmDesk().sim.venue.futures.contracts.get('BTCUSDT')
  const prices = contract === undefined ? [] : [midOf(contract), lastPriceOf(contract), markPriceOf(contract)].map((price) => Number(price ?? 0n) / 1e18)
  t.equal(prices.length, 3)
  t.ok(
    prices.every((price) => Math.abs(price - 60_000) < 600),
    prices.join(' '),
  )
})
