import t from 'tap'
import { momentUs, printSeries } from '../../../src/lib/cli/series-view.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { stackDir } from '../../kit/cli.ts'

t.test('reads a time of day, or a span before now', async (t) => {
  t.equal(momentUs('2023-11-14T22:13:20Z', 1, 'from'), 1_700_000_000_000_000)
  t.equal(momentUs('90s', 1_700_000_000_000_000, 'from'), 1_699_999_910_000_000)
  t.throws(() => momentUs('0', 1, 'from'), { message: "'--from' 0 is no time" })
  t.throws(() => momentUs('yesterday', 1, 'to'), { message: "'--to' yesterday is no duration" })
})

t.test('refuses a time that ends before it begins', async (t) => {
  const view = { table: 'tops', type: 'top', symbols: ['BTCUSDT'], limit: 1 } as const
  const places = findPlaces({ dir: stackDir(t) })
  await t.rejects(printSeries(places, { ...view, from: '5s', to: '10s' }), { exit: 2, message: "'--to' '10s' is before '--from' '5s'" })
  await t.rejects(printSeries(places, { ...view, from: '9999-01-01T00:00:00Z', to: undefined }), { exit: 2, message: /is not over yet/ })
})

t.test('ends with 65 where nothing was stored', async (t) => {
  const view = { table: 'tops', type: 'top', symbols: ['BTCUSDT'], from: '1h', to: undefined, limit: 1 } as const
  await t.rejects(printSeries(findPlaces({ dir: stackDir(t) }), view), { code: 'STORE', exit: 65 })
})
