import t from 'tap'
import { horizonOf, isBeyond, isBlind, isNear, KNOWN_WHOLE, knownBy, knownCount, truncate } from '../../../src/daemons/md/horizon.ts'
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

t.test('a book nears the end of what is known, and is blind when its touch is beyond it', async (t) => {
  const line = lineWith([99, 98, 90], { buy: 97, sell: 0 })
  t.strictSame([isNear(line, 2), isNear(line, 3), isBlind(line)], [false, true, false])
  line.book.set('buy', 99, 0)
  line.book.set('buy', 98, 0)
  t.equal(isBlind(line), true)
  t.equal(isBlind(lineWith([])), false)
})

t.test('shows only known levels and tells where they end', async (t) => {
  const line = lineWith([99, 98, 90], { buy: 97, sell: 0 })
  const levels = new Float64Array(40)
  t.equal(knownCount(line, 'buy', { levels, count: line.book.top('buy', levels) }), 2)
  t.strictSame(horizonOf(line), { bid: '0.97' })
  t.strictSame(horizonOf(lineWith([])), {})
})

t.test('cuts a book to the levels that a stream keeps', async (t) => {
  const { book } = lineWith([99, 98, 97, 96])
  truncate(book, 2)
  t.strictSame([book.count('buy'), book.ticksAt('buy', 1)], [2, 98])
})
