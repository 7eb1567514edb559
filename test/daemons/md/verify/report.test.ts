import t from 'tap'
import { failuresOf, type Report, sumOf } from '../../../../src/daemons/md/verify/report.ts'

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

t.test('a replay proves its books unless one lied, did not heal or had nothing to be checked with; honest staleness is no failure', async (t) => {
  const checked = { ...empty, checks: 5, compared: 9 }
  t.strictSame(failuresOf({ ...checked, gaps: 5, resyncs: 3, staleMs: 9 }), [])
  for (const name of ['wrongWhileValid', 'mismatches', 'unreported', 'unhealed']) t.equal(failuresOf({ ...checked, [name]: 1 }).length, 1, name)
  t.match(failuresOf({ ...empty, diffs: 0, crossed: 1 }), [/nothing to check/])
})
