import { join } from 'node:path'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { MdConfig } from '../daemons/md/config.ts'
import { mdDaemon } from '../daemons/md/shell.ts'
import { TradeError } from '../lib/base/errors.ts'
import { msToUs } from '../lib/base/time.ts'
import { type ChannelPlan, channelPlan, publishedBars } from '../lib/cli/channels.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { type Host, runHosted, tryHost } from '../lib/cli/daemon-host.ts'
import { intervalMs } from '../lib/cli/duration.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { MD_TABLES } from '../lib/cli/live-table.ts'
import { type CliPeer, openPeer } from '../lib/cli/peer.ts'
import { startPrivateSim } from '../lib/cli/private-sim.ts'
import { openQuietFile } from '../lib/cli/quiet-file.ts'
import { cut, thinned } from '../lib/cli/record-thinning.ts'
import { findSimulator } from '../lib/cli/simulator.ts'
import { SYMBOLS_MAX, streamFlags, symbolsOf, viewOptions } from '../lib/cli/stream-flags.ts'
import { refuseStreamless, tellUnfollowed } from '../lib/cli/unfollowed.ts'
import { isSimulated, openPublicLink, venueOf } from '../lib/cli/venue-choice.ts'
import { refuseOtherVenue } from '../lib/cli/venue-match.ts'
import { askUntil, bodyOf, recordOf, type ViewOptions, view } from '../lib/cli/viewer.ts'
import { conclude } from '../lib/codec/settings.ts'
import type { SubscribeAnswer } from '../lib/contracts/market.ts'
import type { Running } from '../lib/daemon/run.ts'
import { openBell } from '../lib/io/bell.ts'
import { onSignals } from '../lib/io/process.ts'
import { openRecordLog } from '../lib/io/record-log.ts'
import { createRingFile } from '../lib/io/ring-file.ts'
import { bellPath, removeRing, ringPath } from '../lib/io/ring-path.ts'
import type { Places } from '../lib/io/run-directory.ts'
import { openTimeSeries } from '../lib/io/timeseries.ts'
import { SERIES_FILE } from '../lib/io/timeseries-reader.ts'
import type { BusMessage } from '../lib/ports/bus.ts'
import type { TimeSeries } from '../lib/ports/timeseries.ts'
import type { VenueEntry } from '../lib/venues/registry.ts'

const ASK_WITHIN_MS = 5_000
const MS_PER_DAY = 86_400_000
const BYTES_PER_MIB = 1_048_576
/** The pace of publishing that the settings take. */
const [PACE_MS_MIN, PACE_MS_MAX] = [10, 10_000]
/** Followed whatever is printed: the proof of books needs all three. */
const ALWAYS = ['book', 'trades', 'ticker']

/** How records are printed, and what the daemon must do for them if it is ours. */
interface MdPlan {
  /** Channels as they were given. */
  readonly wanted: readonly string[]
  readonly symbols: readonly string[]
  readonly plan: ChannelPlan
  readonly view: Pick<ViewOptions, 'limit' | 'forMs' | 'onSlow' | 'failOn' | 'show' | 'table'>
}

/** How the daemon is composed when it is ours. */
interface ServePlan {
  readonly name: string
  readonly venue: VenueEntry
  readonly endpoint: string | undefined
  readonly place: readonly string[]
  readonly settings: object
  readonly print: ((peer: CliPeer, stop: Promise<unknown>) => Promise<void>) | null
}

const wantedSymbols = (flags: { readonly symbol: readonly string[] }): string[] => {
  const symbols = symbolsOf(flags)
  for (const [index, given] of flags.symbol.entries()) if (given !== symbols[index]) process.stderr.write(`symbol '${given}' is written '${symbols[index]}'\n`)
  return symbols
}

/** What only a reader of another md can ask for. */
const refuseAlone = (flags: { readonly attach: boolean; readonly daemon: boolean; readonly 'on-slow': string }): void => {
  if (flags.attach)
    throw new TradeError('NOT_RUNNING', "no 'md' runs in this profile", { exit: EXIT.notRunning, hint: 'trade md, or trade up for the whole chain' })
  if (flags['on-slow'] === 'block' && !flags.daemon)
    throw new TradeError('USAGE', "'--on-slow' block would stop the daemon itself", { exit: EXIT.usage, hint: "start 'trade md --daemon' beside it" })
}

/** The store of the daemon's time series, if its settings want one. */
const storeOf = ({ data, log }: Host, { storeAgeMs, storeBytes }: MdConfig): { readonly series?: TimeSeries } => {
  if (storeAgeMs === 0) return {}
  const retention = { ageUs: msToUs(storeAgeMs), sizeBytes: storeBytes }
  return { series: openTimeSeries({ path: join(data, SERIES_FILE), retention, log }) }
}

/** The records of a message: books cut, books and best prices thinned. */
const shownAs = (how: {
  wants(message: BusMessage): boolean
  readonly levels: number
  readonly everyMs: number
}): ((message: BusMessage) => readonly object[]) => {
  const shows: Readonly<Record<string, (message: BusMessage) => readonly object[]>> = {
    orderbook: thinned(how.everyMs, cut(how.levels)),
    ticker: thinned(how.everyMs),
  }
  return (message) => (how.wants(message) ? (shows[message.type]?.(message) ?? [recordOf(message)]) : [])
}

/** Nothing could be shown, for nothing of the venue is known yet; exit code 75. */
const refuseUnknown = async (peer: CliPeer): Promise<void> => {
  const answer = await peer.ask({ service: 'md', method: 'md.health', body: {}, timeoutUs: msToUs(ASK_WITHIN_MS) })
  if (!answer.ok && answer.error.code === 'NOT_READY')
    throw new TradeError('VENUE_SILENT', 'the venue named no instruments in this time', { exit: EXIT.temporary, hint: 'its address, or a longer --for' })
}

export class Md extends DaemonCommand {
  static override summary = 'market data: exact books, trades and best prices of symbols'
  static override description = 'Attaches as a reader when an md of this profile runs, else it is the daemon itself; both print the same NDJSON records.'
  static override examples = [
    'trade md --symbol BTCUSDT | head -3 | jq -c .',
    'trade md --symbol BTCUSDT --for 10s | jq -r \'select(.type=="trade") | [.price,.qty] | @tsv\'',
    'trade md --symbol BTCUSDT --limit 1',
  ]
  static override flags = {
    ...daemonFlags,
    ...streamFlags,
    venue: Flags.string({
      description: 'venue: sim (the default), binance, binance-usdm, kraken, kraken-v1 or ccxt:ID; of live ones only public data',
      helpValue: 'NAME',
    }),
    endpoint: Flags.string({ description: 'address of the venue; the simulator of this profile by default', helpValue: 'URL' }),
    bars: Flags.string({
      description: 'bars that md makes of the trades, separated by commas',
      multiple: true,
      delimiter: ',',
      default: ['1m'],
      helpValue: 'SPEC',
    }),
    channel: Flags.string({
      description: 'what is printed, separated by commas: book, trade, ticker, state, mark, liquidation, kline:1m, bar:1m',
      multiple: true,
      delimiter: ',',
      default: ['book', 'trade', 'ticker', 'state'],
      helpValue: 'NAME',
    }),
    depth: Flags.integer({ description: 'levels of each side of a printed book', min: 1, max: 20, default: 20 }),
    conflate: Flags.string({ description: 'at most one book and one best price of a symbol in this time', default: '0', helpValue: 'DURATION' }),
    'store-days': Flags.integer({ description: 'days that bars, best prices and states are stored for; 0 stores nothing', min: 0, max: 3_650, default: 30 }),
    'store-mib': Flags.integer({ description: 'size of the store above which the oldest is forgotten, MiB', min: 1, max: 1_048_576, default: 4_096 }),
    print: Flags.boolean({ description: 'print records also on a terminal, instead of a table', default: false }),
    attach: Flags.boolean({ description: 'only attach: end with 3 when no md runs', default: false, exclusive: ['daemon'] }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Md)
    const places = this.places(flags)
    const symbols = wantedSymbols(flags)
    const name = flags.venue ?? 'sim'
    const venue = venueOf(name)
    const plan = channelPlan(flags.channel)
    const everyMs = intervalMs(flags.conflate, 'conflate')
    const bars = publishedBars([...flags.bars, ...plan.bars])
    const show = shownAs({ wants: plan.wants, levels: flags.depth, everyMs })
    const wanted: MdPlan = { wanted: flags.channel, symbols, plan, view: { ...viewOptions(flags), show, ...(flags.print ? {} : { table: MD_TABLES.top }) } }
    const print = (peer: CliPeer, stop: Promise<unknown>): Promise<void> => view(peer, { topics: plan.topics, symbols, ...wanted.view }, stop)
    const host = tryHost('md', places, flags)
    if (typeof host === 'string') {
      if (flags.daemon) throw new TradeError('ALREADY_RUNNING', `'md' already runs in this profile: ${host}`, { exit: EXIT.held, hint: 'trade status' })
      refuseOtherVenue(places, flags)
      await this.attach(places, wanted, { holder: host, print })
      return
    }
    try {
      refuseAlone(flags)
      refuseStreamless(venue.market, plan)
    } catch (error) {
      host.lock.release()
      throw error
    }
    const stored = { storeAgeMs: flags['store-days'] * MS_PER_DAY, storeBytes: flags['store-mib'] * BYTES_PER_MIB }
    await this.serve(host, symbols, {
      name,
      venue,
      endpoint: flags.endpoint,
      place: flags.dir === undefined ? ['--profile', flags.profile] : ['--dir', flags.dir],
      settings: {
        channels: [...ALWAYS, ...plan.follows],
        bars,
        ...stored,
        ...(everyMs === 0 ? {} : { publishEveryMs: Math.floor(Math.min(Math.max(everyMs, PACE_MS_MIN), PACE_MS_MAX)) }),
      },
      print: flags.daemon ? null : print,
    })
  }

  private async attach(
    places: Places,
    { wanted, symbols, plan }: MdPlan,
    how: { readonly holder: string; print(peer: CliPeer, stop: Promise<unknown>): Promise<void> },
  ): Promise<void> {
    process.stderr.write(`attached to ${how.holder}\n`)
    const peer = await openPeer(places)
    try {
      const stopped = new Promise<void>((done) => onSignals({ stop: () => done() }))
      const served = bodyOf<SubscribeAnswer>(await askUntil(peer, { service: 'md', method: 'md.subscribe', body: { symbols } }, ASK_WITHIN_MS))
      tellUnfollowed(wanted, plan, { served, say: (text) => process.stderr.write(`${text}\n`) })
      await how.print(peer, stopped)
    } finally {
      await peer.close()
    }
  }

  private async serve(host: Host, symbols: readonly string[], how: ServePlan): Promise<void> {
    const { places } = host
    const config = conclude(MdConfig, { symbols, ...how.settings }, 'md')
    const path = ringPath(places.run, host.instance)
    const ring = createRingFile(path, { createdUs: host.clock.nowUs(), symbolCapacity: SYMBOLS_MAX })
    const known = how.endpoint ?? (isSimulated(how.venue) ? (findSimulator(places) ?? undefined) : undefined)
    const sim = known === undefined && isSimulated(how.venue) ? await startPrivateSim(places, how.place, symbols) : null
    const venue = openPublicLink(how.venue, { endpoint: known ?? sim?.endpoint, clock: host.clock })
    const address = known ?? sim?.endpoint ?? how.venue.endpoints?.rest ?? 'process'
    const quiet = openQuietFile(host.data, `${how.venue.market.name} ${address}`, host.clock.nowUs())
    const bell = await openBell(bellPath(path), () => ring.position())
    let viewing = Promise.resolve()
    const ended = Promise.withResolvers<void>()
    const onRunning = (running: Running): void => {
      if (how.print === null) return
      process.stderr.write(`this is the md of the profile, pid ${process.pid}\n`)
      viewing = this.watchOwn(places, how.print, ended.promise).finally(() => running.stop())
      viewing.catch(() => undefined)
    }
    const exit = await runHosted(host, {
      spec: mdDaemon({ venue: how.venue.market, quietUntilUs: quiet.untilUs }),
      journaled: false,
      about: { venue: how.name, endpoint: address },
      onRunning,
      compose: (base) => ({
        config,
        ports: {
          ...base,
          venue,
          ring,
          bell,
          quiet: quiet.file,
          checkpoints: openRecordLog(join(host.data, 'checkpoints.ndjson')),
          ...storeOf(host, config),
        },
      }),
    })
    ended.resolve()
    const [viewed] = await Promise.allSettled([viewing])
    await sim?.stop()
    if (how.print !== null) removeRing(places.run, host.instance)
    process.exitCode = exit
    if (viewed.status === 'rejected' && exit === EXIT.ok) throw viewed.reason
  }

  /** The records of our own sockets, so that they are those of any other reader. */
  private async watchOwn(places: Places, print: (peer: CliPeer, stop: Promise<unknown>) => Promise<void>, stop: Promise<unknown>): Promise<void> {
    const peer = await openPeer(places)
    let isRunning = true
    const stopped = stop.then(() => {
      isRunning = false
    })
    try {
      await print(peer, stopped)
      if (isRunning) await refuseUnknown(peer)
    } finally {
      await peer.close()
    }
  }
}
