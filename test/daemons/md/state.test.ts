import t from 'tap'
import { openLine } from '../../../src/daemons/md/line.ts'
import { openState } from '../../../src/daemons/md/state.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { btcusdt } from '../../kit/market-texts.ts'
import { mdConfig } from '../../kit/md-core.ts'

t.test('opens states and lines that share nothing', async (t) => {
  const [a, b] = [openState(mdConfig, binanceMarket()), openState(mdConfig, binanceMarket())]
  a.counts.diffs += 1
  a.lines.set('X', openLine(btcusdt, { nowUs: epochUs(1), levels: 5_000 }))
  t.strictSame([b.counts.diffs, b.lines.size, openState(mdConfig, binanceMarket()).counts.diffs], [0, 0, 0])
  const [one, other] = [openLine(btcusdt, { nowUs: epochUs(1), levels: 5_000 }), openLine(btcusdt, { nowUs: epochUs(1), levels: 5_000 })]
  one.book.set('buy', 1, 1)
  one.shownBook.waiting = true
  t.match(other, { state: 'init', reason: 'not started', sinceUs: 1, everValid: false, shownBook: { waiting: null } })
  t.equal(other.book.count('buy'), 0)
})
