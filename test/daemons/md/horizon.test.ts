import t from 'tap'
import { isBeyond, knownBy } from '../../../src/daemons/md/horizon.ts'

t.test('a side of as many levels as were asked for may go on behind its last price', async (t) => {
  const snapshot = { lastId: 1, bids: [99, 1, 98, 1, 97, 1], asks: [101, 1] }
  t.strictSame(knownBy(snapshot, 3), { buy: 97, sell: 0 })
  t.strictSame(
    [isBeyond({ buy: 97, sell: 0 }, 'buy', 96), isBeyond({ buy: 97, sell: 0 }, 'buy', 97), isBeyond({ buy: 97, sell: 0 }, 'sell', 900)],
    [true, false, false],
  )
  t.equal(isBeyond({ buy: 0, sell: 105 }, 'sell', 106), true)
})
