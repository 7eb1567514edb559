import t from 'tap'
import { anyPrice, oppositeOf } from '../../../../src/daemons/sim/market/market.ts'

t.test('knows the other side, and the price that takes everything', async (t) => {
  t.strictSame([oppositeOf('buy'), oppositeOf('sell')], ['sell', 'buy'])
  t.strictSame([anyPrice('buy'), anyPrice('sell')], [Number.MAX_SAFE_INTEGER, 0])
})
