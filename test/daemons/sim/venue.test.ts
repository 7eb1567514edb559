import t from 'tap'
import { marketOf, marketsOf } from '../../../src/daemons/sim/venue.ts'
import { SimDesk } from '../../kit/sim-desk.ts'

t.test('finds its markets by symbol and lists them in order', async (t) => {
  const { venue } = new SimDesk({ config: { symbols: ['ETHUSDT', 'BTCUSDT'] } })
  t.strictSame(
    marketsOf(venue).map(({ instrument }) => instrument.symbol),
    ['ETHUSDT', 'BTCUSDT'],
  )
  t.equal(marketOf(venue, 'BTCUSDT')?.instrument.symbol, 'BTCUSDT')
  t.equal(marketOf(venue, 'NOPE'), undefined)
})
