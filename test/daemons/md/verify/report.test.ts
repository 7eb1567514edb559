import t from 'tap'
import { isWrong, type Report, sumOf } from '../../../../src/daemons/md/verify/report.ts'

const NUMBERS = 'symbols lines diffs gaps crossed checks mismatches duplicates garbled trades tickers resyncs snapshots reconnects'.split(' ')
const TIMES = 'staleMs spanMs validMs compared wrongWhileValid stalePeriods unhealed unreported hurriedSnapshots'.split(' ')
const empty = { venue: 'binance', ...Object.fromEntries([...NUMBERS, ...TIMES].map((name) => [name, 0])) } as unknown as Report

t.test('adds replays up', async (t) => {
  const sum = sumOf([
    { ...empty, diffs: 2, spanMs: 10 },
    { ...empty, venue: 'kraken', diffs: 3, spanMs: 5 },
  ])
  t.match(sum, { venue: 'binance,kraken', diffs: 5, spanMs: 15, gaps: 0 })
  t.throws(() => sumOf([]), /no report/)
})

t.test('calls a replay wrong when a book lied, not when it was honestly stale', async (t) => {
  t.equal(isWrong({ ...empty, gaps: 5, resyncs: 3, staleMs: 9 }), false)
  for (const name of ['wrongWhileValid', 'mismatches', 'unreported']) t.equal(isWrong({ ...empty, [name]: 1 }), true, name)
})
