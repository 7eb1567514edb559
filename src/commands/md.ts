import { join } from 'node:path'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { MdConfig } from '../daemons/md/config.ts'
import { mdDaemon } from '../daemons/md/shell.ts'
import { TradeError } from '../lib/base/errors.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { type Host, runHosted, tryHost } from '../lib/cli/daemon-host.ts'
import { durationMs } from '../lib/cli/duration.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { type CliPeer, openPeer } from '../lib/cli/peer.ts'
import { startPrivateSim } from '../lib/cli/private-sim.ts'
import { findSimulator } from '../lib/cli/simulator.ts'
import { askUntil, bodyOf, view } from '../lib/cli/viewer.ts'
import { conclude } from '../lib/codec/settings.ts'
import type { Running } from '../lib/daemon/run.ts'
import { openBell } from '../lib/io/bell.ts'
import { onSignals } from '../lib/io/process.ts'
import { openRecordLog } from '../lib/io/record-log.ts'
import { createRingFile } from '../lib/io/ring-file.ts'
import { bellPath, removeRing, ringPath } from '../lib/io/ring-path.ts'
import type { Places } from '../lib/io/run-directory.ts'
import { openVenueLink } from '../lib/io/venue-link.ts'
import { binanceMarket } from '../lib/venues/binance/market.ts'

const ASK_WITHIN_MS = 5_000
const TOPICS = ['market_data.{symbol}.orderbook', 'market_data.{symbol}.trades', 'market_data.{symbol}.ticker', 'market_data.{symbol}.state']

const wantedSymbols = (given: readonly string[]): string[] =>
  given.map((symbol) => {
    const upper = symbol.toUpperCase()
    if (upper !== symbol) process.stderr.write(`symbol '${symbol}' is written '${upper}'\n`)
    return upper
  })

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
    symbol: Flags.string({ description: 'symbols, separated by commas', multiple: true, delimiter: ',', default: ['BTCUSDT'], helpValue: 'SYMBOL' }),
    venue: Flags.string({ description: 'venue', options: ['sim'], default: 'sim' }),
    endpoint: Flags.string({ description: 'address of the venue; the simulator of this profile by default', helpValue: 'URL' }),
    limit: Flags.integer({ description: 'end after so many records', min: 1, default: Number.MAX_SAFE_INTEGER }),
    for: Flags.string({ description: 'end after this time', default: '0', helpValue: 'DURATION' }),
    print: Flags.boolean({ description: 'print records also on a terminal', default: false }),
    attach: Flags.boolean({ description: 'only attach: end with 3 when no md runs', default: false, exclusive: ['daemon'] }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Md)
    const places = this.places(flags)
    const symbols = wantedSymbols(flags.symbol)
    const host = tryHost('md', places, flags)
    const print = (peer: CliPeer, stop: Promise<unknown>): Promise<void> =>
      view(peer, { topics: TOPICS, symbols, limit: flags.limit, forMs: durationMs(flags.for, 'for') }, stop)
    if (typeof host === 'string') {
      if (flags.daemon) throw new TradeError('ALREADY_RUNNING', `'md' already runs in this profile: ${host}`, { exit: EXIT.held, hint: 'trade status' })
      await this.attach(places, symbols, { holder: host, print })
      return
    }
    if (flags.attach) {
      host.lock.release()
      throw new TradeError('NOT_RUNNING', "no 'md' runs in this profile", { exit: EXIT.notRunning, hint: 'trade md, or trade up for the whole chain' })
    }
    await this.serve(host, symbols, {
      endpoint: flags.endpoint,
      place: flags.dir === undefined ? ['--profile', flags.profile] : ['--dir', flags.dir],
      print: flags.daemon ? null : print,
    })
  }

  private async attach(
    places: Places,
    symbols: readonly string[],
    how: { readonly holder: string; print(peer: CliPeer, stop: Promise<unknown>): Promise<void> },
  ): Promise<void> {
    process.stderr.write(`attached to ${how.holder}\n`)
    const peer = await openPeer(places)
    const stopped = new Promise<void>((done) => onSignals({ stop: () => done() }))
    bodyOf(await askUntil(peer, { service: 'md', method: 'md.subscribe', body: { symbols } }, ASK_WITHIN_MS))
    await how.print(peer, stopped)
    await peer.close()
  }

  private async serve(
    host: Host,
    symbols: readonly string[],
    how: {
      readonly endpoint: string | undefined
      readonly place: readonly string[]
      readonly print: ((peer: CliPeer, stop: Promise<unknown>) => Promise<void>) | null
    },
  ): Promise<void> {
    const { places } = host
    const config = conclude(MdConfig, { symbols }, 'md')
    const path = ringPath(places.run, host.instance)
    const ring = createRingFile(path, { createdUs: host.clock.nowUs() })
    const known = how.endpoint ?? findSimulator(places)
    const sim = known === null ? await startPrivateSim(places, how.place, symbols) : null
    const venue = openVenueLink({ endpoint: known ?? sim?.endpoint ?? '', clock: host.clock })
    const bell = await openBell(bellPath(path), () => ring.position())
    let viewing = Promise.resolve()
    const ended = Promise.withResolvers<void>()
    const onRunning = (running: Running): void => {
      if (how.print === null) return
      process.stderr.write(`this is the md of the profile, pid ${process.pid}\n`)
      viewing = this.watchOwn(places, how.print, ended.promise).then(() => running.stop())
    }
    process.exitCode = await runHosted(host, {
      spec: mdDaemon({ venue: binanceMarket() }),
      journaled: false,
      onRunning,
      compose: (base) => ({ config, ports: { ...base, venue, ring, bell, checkpoints: openRecordLog(join(host.data, 'checkpoints.ndjson')) } }),
    })
    ended.resolve()
    await viewing
    await sim?.stop()
    if (how.print !== null) removeRing(places.run, host.instance)
  }

  /** The records of our own sockets, so that they are those of any other reader. */
  private async watchOwn(places: Places, print: (peer: CliPeer, stop: Promise<unknown>) => Promise<void>, stop: Promise<unknown>): Promise<void> {
    const peer = await openPeer(places)
    await print(peer, stop)
    await peer.close()
  }
}
