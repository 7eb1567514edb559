import t from 'tap'
import { horizonOf, isBeyond, KNOWN_WHOLE, knownBy } from '../../../src/daemons/md/horizon.ts'
import { openLine } from '../../../src/daemons/md/line.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { btcusdt } from '../../kit/market-texts.ts'

const lineWith = (bids: readonly number[], known = KNOWN_WHOLE) => {
  const line = openLine(btcusdt, { nowUs: epochUs(1), levels: 3 })
  for (const ticks of bids) line.book.set('buy', ticks, 1)
  line.known = known
  return line
}

t.test('a side of as many levels as were asked for may go on behind its last price', async (t) => {
  const snapshot = { lastId: 1, bids: [99, 1, 98, 1, 97, 1], asks: [101, 1] }
  t.strictSame(knownBy(snapshot, 3), { buy: 97, sell: 0 })
  t.strictSame(
    [isBeyond({ buy: 97, sell: 0 }, 'buy', 96), isBeyond({ buy: 97, sell: 0 }, 'buy', 97), isBeyond({ buy: 97, sell: 0 }, 'sell', 900)],
    [true, false, false],
  )
  t.equal(isBeyond({ buy: 0, sell: 105 }, 'sell', 106), true)
})

t.test('tells where the known levels end', async (t) => {
  t.strictSame(horizonOf(lineWith([99], { buy: 97, sell: 0 })), { bid: '0.97' })
  t.strictSame(horizonOf(lineWith([])), {})
})
