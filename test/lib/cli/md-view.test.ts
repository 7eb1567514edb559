import t from 'tap'
import { askMd, symbolsOf, viewOptions } from '../../../src/lib/cli/md-view.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { stackDir } from '../../kit/cli.ts'

t.test('reads what the flags ask for', async (t) => {
  t.strictSame(symbolsOf({ symbol: ['btcusdt'] }), ['BTCUSDT'])
  t.strictSame(viewOptions({ limit: 3, for: '2s', 'on-slow': 'fail', 'fail-on': ['gap'] }), { limit: 3, forMs: 2_000, onSlow: 'fail', failOn: ['gap'] })
})

t.test('says that no md runs, and how to start one', async (t) => {
  await t.rejects(askMd(findPlaces({ dir: stackDir(t) }), 'md.instruments', {}), { exit: 3, code: 'NOT_RUNNING', hint: /trade md/ })
})
