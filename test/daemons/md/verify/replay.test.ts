import t from 'tap'
import { MdConfig } from '../../../../src/daemons/md/config.ts'
import { binanceDialect, usdmDialect } from '../../../../src/daemons/md/verify/binance-dialect.ts'
import { originOf, type RecordedFile, type ReplayPlan, replayRecordings } from '../../../../src/daemons/md/verify/replay.ts'
import { conclude } from '../../../../src/lib/codec/settings.ts'
import type { FaultPlan } from '../../../../src/lib/contracts/faults.ts'
import { openRecordingLines } from '../../../../src/lib/io/recording-lines.ts'
import { binanceMarket } from '../../../../src/lib/venues/binance/market.ts'
import { dataFile, needsData } from '../../../kit/data.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'
import { firstMinute, RECORDING, touched } from '../../../kit/recording.ts'

const venue = { dialect: binanceDialect, market: binanceMarket() }
const FILES = [RECORDING, 'spot_btcusdt_20240809.gz']

const planOf = (faults: FaultPlan, seed = 1): ReplayPlan => ({
  faults,
  seed,
  config: (wanted) => conclude(MdConfig, { ...wanted, seed }, 'md'),
  damaged: (file, line, reason) => new Error(`${file}:${line}: ${reason}`),
})

const fileOf = (name: string, lines: readonly string[]): RecordedFile => ({
  name,
  each: (visit) => {
    for (const [index, line] of lines.entries()) visit(utf8Bytes(line), index + 1)
  },
})

t.test('agrees with every recorded best price of equal id over 650 s', needsData(...FILES), async (t) => {
  const files = FILES.map((name) => openRecordingLines(dataFile(name)))
  t.match(replayRecordings(files, venue, planOf({})), {
    diffs: 6_493,
    gaps: 0,
    crossed: 0,
    checks: 1_072,
    mismatches: 0,
    trades: 19_904,
    snapshots: 1,
    compared: 6_493,
    wrongWhileValid: 0,
    staleMs: 0,
    lines: 99_574,
    spanMs: 650_598,
  })
})

t.test('shows no wrong book as valid whatever happens on the way, and every stale period ends', needsData(RECORDING), async (t) => {
  const lines = firstMinute()
  const faults = { drop: 0.01, dup: 0.05, swap: 0.05, garble: 0.01, disconnect: 2, 'stale-snapshot': 3, 'future-snapshot': 1 }
  const reports = [1, 2, 3].map((seed) => replayRecordings([fileOf('a', lines)], venue, planOf(faults, seed)))
  for (const report of reports) {
    t.match(report, { wrongWhileValid: 0, mismatches: 0, unreported: 0, unhealed: 0, hurriedSnapshots: 0 })
    t.ok(report.gaps > 0 && report.stalePeriods > 0 && report.snapshots > 3, 'faults struck')
  }
  t.notSame(reports[0], reports[1], 'another seed, other faults')
  t.strictSame(replayRecordings([fileOf('a', lines)], venue, planOf(faults, 1)), reports[0], 'the same seed, the same')
})

t.test('finds a best price that was changed in the recording', needsData(RECORDING), async (t) => {
  t.ok(replayRecordings([fileOf('a', touched(firstMinute()))], venue, planOf({})).mismatches > 0)
})

t.test('names file and line of damage', needsData(RECORDING), async (t) => {
  const lines = firstMinute().slice(0, 100)
  const damages: ReadonlyArray<readonly [string, RegExp]> = [
    ['nonsense', /^x:51: not/],
    [(lines[50] ?? '').replace('"data":', '"data"'), /^x:51: no JSON/],
  ]
  for (const [line, message] of damages) t.throws(() => replayRecordings([fileOf('x', lines.with(50, line))], venue, planOf({})), { message })
  const blind = lines.filter((line) => !line.includes('lastUpdateId'))
  t.throws(() => replayRecordings([fileOf('x', blind)], venue, planOf({})), { message: /no snapshot/ })
})

t.test('tells the venue of a file by its content', needsData(RECORDING, 'usdm_btcusdt_20240808.gz'), async (t) => {
  const venues = [venue, { ...venue, dialect: usdmDialect }]
  const found = [RECORDING, 'usdm_btcusdt_20240808.gz'].map((name) => originOf(openRecordingLines(dataFile(name)), venues).venue?.dialect.venue)
  t.strictSame(found, ['binance', 'binance-usdm'])
  t.strictSame(originOf(fileOf('x', ['nothing']), venues), { venue: undefined, isEmpty: false, damage: null })
  t.match(originOf(fileOf('x', []), venues), { venue: undefined, isEmpty: true })
})
