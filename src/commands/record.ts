import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Flags } from '@oclif/core'
import { TradeError } from '../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { durationMs } from '../lib/cli/duration.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { checkSymbols } from '../lib/cli/record-symbols.ts'
import { rotation } from '../lib/cli/rotation.ts'
import { venueEndpoint } from '../lib/cli/simulator.ts'
import { streamFlags, symbolsOf } from '../lib/cli/stream-flags.ts'
import { isSimulated, openPublicLink, venueOf } from '../lib/cli/venue-choice.ts'
import { systemClock } from '../lib/io/clock.ts'
import { fileReason } from '../lib/io/file-reason.ts'
import { type MarketRecorder, recordMarket } from '../lib/io/market-recorder.ts'
import { onSignals } from '../lib/io/process.ts'
import { openRecordingWriter, type Packing } from '../lib/io/recording-writer.ts'
import type { MarketVenue } from '../lib/venues/market.ts'

const WATCH_MS = 200
/** So that snapshots alone never fill a small file. */
const SNAPSHOTS_MS = 10_000
const US_PER_MS = 1_000

/** Asks for the snapshots with which a file can be replayed without those before it; where the stream brings the books there are none. */
const snapshots = ({ traits }: MarketVenue, startMs: number, ask: (symbol: string) => void): ((symbols: readonly string[], nowMs: number) => void) => {
  let askedMs = startMs
  return (symbols, nowMs) => {
    if (nowMs - askedMs < SNAPSHOTS_MS || traits.proof !== 'sequence') return
    askedMs = nowMs
    for (const symbol of symbols) ask(symbol)
  }
}

const unwritable = (out: string, failure: Error): TradeError =>
  new TradeError('RECORDING_UNWRITABLE', `cannot write recording '${out}': ${fileReason(failure)}`, { exit: EXIT.temporary, hint: 'another --out' })

export class RecordStreams extends TradeCommand {
  static override summary = 'records the public streams of a venue as they come'
  static override description = [
    "A line is '<receive time in ns> <JSON as sent>'; the snapshot of each book is a line too. 'trade replay' and 'trade md verify' read it.",
    'With --rotate each file asks for a snapshot of its own, at most every 10 s; files can be joined with cat. Of Kraken only joined ones replay.',
    'Ends in order at SIGINT, SIGTERM, its time, or when its reader has gone. A file is never overwritten.',
  ].join('\n')
  static override examples = [
    'trade record --symbol BTCUSDT --out day.gz --gzip --rotate 1h',
    'trade record --symbol BTCUSDT --for 60s --out - | zstd > minute.zst',
    'trade record --symbol BTCUSDT --for 10s --out - | trade replay -',
  ]
  static override flags = {
    ...commonFlags,
    symbol: streamFlags.symbol,
    venue: Flags.string({ description: 'venue: sim, binance, binance-usdm, kraken or ccxt:ID', default: 'sim', helpValue: 'NAME' }),
    endpoint: Flags.string({ description: 'address of the venue, if it is another', helpValue: 'URL' }),
    out: Flags.string({ description: "file, or '-' for standard output", default: '-', helpValue: 'FILE' }),
    rotate: Flags.string({ description: 'a new file after this time or size, like 1h or 1GiB', default: '0', helpValue: 'SPAN' }),
    gzip: Flags.boolean({ description: 'pack with gzip', default: false, exclusive: ['zstd'] }),
    zstd: Flags.boolean({ description: 'pack with zstd', default: false }),
    for: Flags.string({ description: 'end after this time', default: '0', helpValue: 'DURATION' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(RecordStreams)
    const entry = venueOf(flags.venue)
    const forMs = durationMs(flags.for, 'for')
    const clock = systemClock()
    const packing: Packing = flags.gzip ? 'gzip' : flags.zstd ? 'zstd' : 'plain'
    const symbols = symbolsOf(flags)
    const rotated = rotation(flags.rotate, flags.out)
    const say = (text: string): void => void process.stderr.write(`${text}\n`)
    const endpoint = isSimulated(entry) ? venueEndpoint(this.places(flags), flags.endpoint) : flags.endpoint
    const venue = openPublicLink(entry, { endpoint, clock })
    await checkSymbols(venue, entry.market, { symbols, say }).catch((error) => {
      venue.close()
      throw error
    })
    let recorder: MarketRecorder | null = null
    const again = snapshots(entry.market, clock.nowUs() / US_PER_MS, (symbol) => recorder?.snapshot(symbol))
    const writer = openRecordingWriter({ path: flags.out, packing, ...rotated, onPart: (nowMs) => again(symbols, nowMs) })
    const over = new AbortController()
    const end = (): void => over.abort()
    onSignals({ stop: end })
    process.stdout.once('error', end)
    recorder = recordMarket(
      {
        venue,
        clock,
        market: entry.market,
        line: (text) => {
          if (!writer.write(`${text}\n`, clock.nowUs() / US_PER_MS)) end()
        },
        say,
      },
      symbols,
    )
    for (let leftMs = forMs; leftMs > 0 && !over.signal.aborted && writer.failure === null; leftMs -= WATCH_MS) await sleep(Math.min(WATCH_MS, leftMs))
    recorder.stop()
    venue.close()
    await writer.close()
    if (writer.dropped > 0) say(`${writer.dropped} lines are not in the recording: the disk was too slow`)
    if (writer.failure !== null && flags.out !== '-') throw unwritable(flags.out, writer.failure)
    process.exitCode = EXIT.ok
  }
}
