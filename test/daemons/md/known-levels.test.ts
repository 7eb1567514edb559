import t from 'tap'
import { KNOWN_WHOLE } from '../../../src/daemons/md/horizon.ts'
import { horizonOf, isBlind, isNear, knownCount } from '../../../src/daemons/md/known-levels.ts'
import { openLine } from '../../../src/daemons/md/line.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { btcusdt } from '../../kit/market-texts.ts'

const lineWith = (bids: readonly number[], known = KNOWN_WHOLE) => {
  const line = openLine(btcusdt, { nowUs: epochUs(1), levels: 3 })
  for (const ticks of bids) line.book.set('buy', ticks, 1)
  line.known = known
  return line
}

t.test('a book nears the end of what is known, and is blind when its touch is beyond it', async (t) => {
  const line = lineWith([99, 98, 90], { buy: 97, sell: 0 })
  t.strictSame([isNear(line, 2), isNear(line, 3), isBlind(line)], [false, true, false])
  line.book.set('buy', 99, 0)
  line.book.set('buy', 98, 0)
  t.equal(isBlind(line), true)
  t.equal(isBlind(lineWith([])), false)
})

t.test('shows only known levels', async (t) => {
  const line = lineWith([99, 98, 90], { buy: 97, sell: 0 })
  const levels = new Float64Array(40)
  t.equal(knownCount(line, 'buy', { levels, count: line.book.top('buy', levels) }), 2)
})

t.test('tells where the known levels end', async (t) => {
  t.strictSame(horizonOf(lineWith([99], { buy: 97, sell: 0 })), { bid: '0.97' })
  t.strictSame(horizonOf(lineWith([])), {})
})
