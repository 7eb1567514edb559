import t from 'tap'
import { openLine } from '../../../src/daemons/md/line.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { btcusdt } from '../../kit/market-texts.ts'

t.test('begins with nothing known, nothing asked for, and counters of its own', async (t) => {
  const [one, other] = [openLine(btcusdt, { nowUs: epochUs(7), levels: 100 }), openLine(btcusdt, { nowUs: epochUs(7), levels: 100 })]
  t.match(one, { state: 'init', sinceUs: 7, connected: false, held: null, requestId: null, wantedLevels: 100, refreshing: false, known: { buy: 0, sell: 0 } })
  one.counts.gaps += 1
  one.attempts.count += 1
  t.strictSame([other.counts.gaps, other.attempts.count], [0, 0])
})
