import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Flags } from '@oclif/core'
import { TradeError } from '../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { durationMs } from '../lib/cli/duration.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { rotation } from '../lib/cli/rotation.ts'
import { venueEndpoint } from '../lib/cli/simulator.ts'
import { isSimulated, openPublicLink, venueOf } from '../lib/cli/venue-choice.ts'
import { systemClock } from '../lib/io/clock.ts'
import { recordMarket } from '../lib/io/market-recorder.ts'
import { onSignals } from '../lib/io/process.ts'
import { openRecordingWriter, type Packing } from '../lib/io/recording-writer.ts'

const WATCH_MS = 200
const US_PER_MS = 1_000

export class RecordStreams extends TradeCommand {
  static override summary = 'records the public streams of a venue as they come'
  static override description = [
    "A line is '<receive time in ns> <JSON as sent>'; the snapshot of each book is a line too. 'trade replay' and 'trade md verify' read it.",
    'Ends in order at SIGINT, SIGTERM, its time, or when its reader has gone. A file is never overwritten.',
  ].join('\n')
  static override examples = [
    'trade record --symbol BTCUSDT --out day.gz --gzip --rotate 1h',
    'trade record --symbol BTCUSDT --for 60s --out - | zstd > minute.zst',
    'trade record --symbol BTCUSDT --for 10s --out - | trade replay -',
  ]
  static override flags = {
    ...commonFlags,
    symbol: Flags.string({ description: 'symbols, separated by commas', multiple: true, delimiter: ',', default: ['BTCUSDT'], helpValue: 'SYMBOL' }),
    venue: Flags.string({ description: 'venue: sim, binance, binance-usdm, kraken or ccxt:ID', default: 'sim', helpValue: 'NAME' }),
    endpoint: Flags.string({ description: 'address of the venue, if it is another', helpValue: 'URL' }),
    out: Flags.string({ description: "file, or '-' for standard output", default: '-', helpValue: 'FILE' }),
    rotate: Flags.string({ description: 'a new file after this time or size, like 1h or 1GiB', default: '0', helpValue: 'SPAN' }),
    gzip: Flags.boolean({ description: 'pack with gzip', default: false, exclusive: ['zstd'] }),
    zstd: Flags.boolean({ description: 'pack with zstd', default: false, exclusive: ['gzip'] }),
    for: Flags.string({ description: 'end after this time', default: '0', helpValue: 'DURATION' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(RecordStreams)
    const entry = venueOf(flags.venue)
    const forMs = durationMs(flags.for, 'for')
    const clock = systemClock()
    const packing: Packing = flags.gzip ? 'gzip' : flags.zstd ? 'zstd' : 'plain'
    const writer = openRecordingWriter({ path: flags.out, packing, ...rotation(flags.rotate) })
    const endpoint = isSimulated(entry) ? venueEndpoint(this.places(flags), flags.endpoint) : flags.endpoint
    const venue = openPublicLink(entry, { endpoint, clock })
    const over = new AbortController()
    const end = (): void => over.abort()
    onSignals({ stop: end })
    process.stdout.once('error', end)
    const recorder = recordMarket(
      {
        venue,
        clock,
        market: entry.market,
        line: (text) => {
          if (!writer.write(`${text}\n`, clock.nowUs() / US_PER_MS)) end()
        },
        say: (text) => process.stderr.write(`${text}\n`),
      },
      flags.symbol.map((symbol) => symbol.toUpperCase()),
    )
    for (let leftMs = forMs; leftMs > 0 && !over.signal.aborted && writer.failure === null; leftMs -= WATCH_MS) await sleep(Math.min(WATCH_MS, leftMs))
    recorder.stop()
    venue.close()
    await writer.close()
    if (writer.dropped > 0) process.stderr.write(`${writer.dropped} lines are not in the recording: the disk was too slow\n`)
    if (writer.failure !== null && flags.out !== '-')
      throw new TradeError('RECORDING_UNWRITABLE', `cannot write recording '${flags.out}': ${writer.failure.message}`, {
        exit: EXIT.temporary,
        hint: 'another --out',
      })
    process.exitCode = EXIT.ok
  }
}
