import process from 'node:process'
import { Flags } from '@oclif/core'
import { MdConfig } from '../../daemons/md/config.ts'
import { binanceDialect, usdmDialect } from '../../daemons/md/verify/binance-dialect.ts'
import { krakenDialect } from '../../daemons/md/verify/kraken-dialect.ts'
import { originOf, type ReplayVenue, replayRecordings } from '../../daemons/md/verify/replay.ts'
import { failuresOf, type Report, sumOf } from '../../daemons/md/verify/report.ts'
import { TradeError } from '../../lib/base/errors.ts'
import { TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { conclude } from '../../lib/codec/settings.ts'
import { FAULT_NAMES, type FaultName, type FaultPlan, parseFaults } from '../../lib/contracts/faults.ts'
import { openRecordingLines, type RecordingLines, recordingDamage } from '../../lib/io/recording-lines.ts'
import { stopwatch } from '../../lib/io/stopwatch.ts'
import { binanceMarket, binanceUsdmMarket } from '../../lib/venues/binance/market.ts'
import { inferInstrument } from '../../lib/venues/kraken/first-frames.ts'
import { firstKrakenMarket, krakenMarket } from '../../lib/venues/kraken/market.ts'
import type { MarketVenue } from '../../lib/venues/market.ts'

const OBJECT = '{'.charCodeAt(0)

/** Books are those of the recording's first interface, answers to control messages those of the present one. */
const preparedKraken: NonNullable<ReplayVenue['prepare']> = (head) => {
  const inferred = head.filter((frame) => frame.includes('"as"')).flatMap((frame) => inferInstrument(frame) ?? [])
  const instruments = [...new Map(inferred.map(({ instrument }) => [instrument.symbol, instrument])).values()]
  const recorded = firstKrakenMarket(new Map(inferred.map(({ instrument, printedDecimals }) => [instrument.symbol, printedDecimals])))
  const present = krakenMarket()
  const market: MarketVenue = {
    ...recorded,
    readInstruments: () => ({ ok: true, value: instruments }),
    readFrame: (bytes, known) => {
      const read = bytes[0] === OBJECT ? present.readFrame(bytes, known) : null
      return read?.type === 'answered' ? read : recorded.readFrame(bytes, known)
    },
  }
  return { market, instruments }
}

/** Venues whose recordings can be played. */
export const REPLAY_VENUES: readonly ReplayVenue[] = [
  { dialect: binanceDialect, market: binanceMarket() },
  { dialect: usdmDialect, market: binanceUsdmMarket() },
  { dialect: krakenDialect, market: krakenMarket(), prepare: preparedKraken },
]

const VENUE_NAMES = REPLAY_VENUES.map(({ dialect }) => dialect.venue)

/** Faults of the public market; the others have no meaning without orders and real sockets. */
const MARKET_FAULTS: readonly FaultName[] = [
  'drop',
  'dup',
  'swap',
  'delay',
  'garble',
  'disconnect',
  'half-open',
  'span',
  'refuse',
  'stale-snapshot',
  'future-snapshot',
  'http-429',
  'http-418',
  'http-5xx',
]

/** As deep as recorded snapshots are; deeper ones cost request weight and would tell nothing. */
const RECORDED_LEVELS = 1_000

const usage = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })

const readPlan = (text: string): FaultPlan => {
  const plan = parseFaults(text)
  if (!plan.ok) throw usage(`'--fault': ${plan.error}`, `like drop:1%,dup:5%,disconnect:10; known: ${MARKET_FAULTS.join(' ')}`)
  const foreign = Object.keys(plan.value).find((name) => !MARKET_FAULTS.some((known) => known === name))
  if (foreign !== undefined) throw usage(`'--fault': '${foreign}' is no fault of a replay`, `known: ${MARKET_FAULTS.join(' ')}`)
  return plan.value
}

/** The venue whose frames a recording holds; `wanted` is what the user says of one that does not tell. Throws a TradeError for a file without any. */
export const replayVenue = (file: RecordingLines, wanted?: string): ReplayVenue => {
  const { venue, isEmpty, damage } = originOf(file, REPLAY_VENUES)
  const named = REPLAY_VENUES.find(({ dialect }) => dialect.venue === wanted)
  if (venue !== undefined && named !== undefined && venue !== named)
    throw usage(`'--venue' '${wanted}' is not the venue of recording '${file.name}': its frames are of '${venue.dialect.venue}'`, 'leave --venue away')
  const found = venue ?? named
  if (found !== undefined) return found
  if (damage !== null) throw damage
  if (isEmpty) throw new TradeError('RECORDING_EMPTY', `recording '${file.name}' is empty`, { exit: EXIT.data })
  const hint = `known: ${VENUE_NAMES.join(' ')}`
  throw new TradeError('RECORDING_UNKNOWN', `recording '${file.name}' has no frame of a known venue in its first lines`, { exit: EXIT.data, hint })
}

/** Files of the same venue that follow each other are one recording. */
const grouped = (files: readonly RecordingLines[], venue: string | undefined): { readonly venue: ReplayVenue; readonly files: RecordingLines[] }[] => {
  const groups: { readonly venue: ReplayVenue; readonly files: RecordingLines[] }[] = []
  for (const file of files) {
    const found = replayVenue(file, venue)
    const last = groups.at(-1)
    if (last?.venue === found) last.files.push(file)
    else groups.push({ venue: found, files: [file] })
  }
  return groups
}

const table = (report: object): string =>
  Object.entries(report)
    .map(([name, value]) => `${name.padEnd(18)} ${value}\n`)
    .join('')

export class MdVerify extends TradeCommand {
  static override summary = 'replays recordings through the market data core and proves its books'
  static override description = [
    'Plays recorded frames in virtual time, with snapshots from a reference book that applies every recorded diff and seeded faults on the way.',
    'Exit code 0 when every book was right while it said so, 8 when one was not, did not heal, or had nothing to be checked with, 65 when a file is damaged.',
    `Faults: ${FAULT_NAMES.join(' ')}; shares like 1%, counts like 10, times like 50ms.`,
  ].join('\n')
  static override examples = [
    'trade md verify --replay spot.gz --json | jq .checks',
    'trade md verify --replay day1.gz day2.gz',
    'trade md verify --replay spot.gz --fault drop:1%,swap:5%,disconnect:10,stale-snapshot:3 --seed 7',
  ]
  static override flags = {
    replay: Flags.string({ description: 'recordings, played one after the other; plain, gzip or zstd', required: true, multiple: true, helpValue: 'FILE' }),
    venue: Flags.string({
      description: 'venue of the recordings; told by their content when absent',
      options: VENUE_NAMES,
    }),
    fault: Flags.string({ description: 'what goes wrong, as name:value, separated by commas', default: '', helpValue: 'FAULTS' }),
    seed: Flags.integer({ description: 'seed of the faults', default: 1, min: 0, max: 4_294_967_295 }),
    json: Flags.boolean({ description: 'one JSON object also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(MdVerify)
    const elapsedMs = stopwatch()
    const faults = readPlan(flags.fault)
    const plan = {
      faults,
      seed: flags.seed,
      config: (wanted: object) => conclude(MdConfig, { ...wanted, seed: flags.seed, depthLevelsCount: RECORDED_LEVELS }, 'md'),
      damaged: recordingDamage,
    }
    const reports: Report[] = grouped(
      flags.replay.map((path) => openRecordingLines(path)),
      flags.venue,
    ).map(({ venue, files }) => replayRecordings(files, venue, plan))
    const report = sumOf(reports)
    const failures = failuresOf(report)
    const failed = failures.length > 0
    const result = { verify: failed ? 'failed' : 'ok', ...report, elapsedMs: Math.round(elapsedMs()) }
    process.stdout.write(flags.json || !process.stdout.isTTY ? `${JSON.stringify(result)}\n` : table(result))
    for (const failure of failures) process.stderr.write(`not proved: ${failure}\n`)
    process.exitCode = failed ? EXIT.failed : EXIT.ok
  }
}
