import process from 'node:process'
import { Flags } from '@oclif/core'
import { ExecConfig } from '../daemons/exec/config.ts'
import { execDaemon } from '../daemons/exec/shell.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { openHost, runHosted, watchKillFile } from '../lib/cli/daemon-host.ts'
import { intervalMs } from '../lib/cli/duration.ts'
import { takeIntents } from '../lib/cli/exec-intake.ts'
import { printedBus } from '../lib/cli/exec-outlets.ts'
import { openAccountLink, orderVenueOf } from '../lib/cli/order-venue.ts'
import { conclude } from '../lib/codec/settings.ts'
import { ORDER_VENUE_NAMES } from '../lib/venues/order-registry.ts'

export class Exec extends DaemonCommand {
  static override summary = 'order execution: the one door to the venue'
  static override description = 'Journals every intent before it leaves, asks risk, sends, and publishes what became of it on exec.events.'
  static override examples = ['trade exec', 'trade exec --symbol BTCUSDT,ETHUSDT', 'trade exec --venue binance-usdm --endpoint http://127.0.0.1:8080']
  static override flags = {
    ...daemonFlags,
    symbol: Flags.string({ description: 'symbols that may be traded', multiple: true, delimiter: ',', default: ['BTCUSDT'] }),
    venue: Flags.string({
      description: `whose account it is: ${ORDER_VENUE_NAMES.join(', ')}; sim is the simulator of this profile as a spot venue`,
      default: 'sim',
      helpValue: 'NAME',
    }),
    endpoint: Flags.string({ description: 'where that venue is, a simulator for instance', helpValue: 'URL' }),
    route: Flags.option({
      description: 'how calls go: over the WebSocket API alone, over it while it is open and else over REST, or over REST alone',
      options: ['auto', 'api', 'rest'] as const,
      default: 'auto' as const,
    })(),
    'dead-man': Flags.string({
      description: 'a venue that can cancels open orders when it hears nothing for so long; twice that above 5 symbols, 0 for never',
      default: '15s',
      helpValue: 'TIME',
    }),
    print: Flags.boolean({ description: 'print what exec says on exec.events as NDJSON', default: false }),
    stdin: Flags.boolean({ description: 'submit orders from standard input, one JSON object a line, and print the answers', default: false }),
    'key-file': Flags.string({ description: 'credentials of the venue account, 0600', helpValue: 'FILE' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Exec)
    const places = this.places(flags)
    const venue = orderVenueOf(flags.venue)
    const config = conclude(ExecConfig, { symbols: flags.symbol, venue: flags.venue, deadManMs: intervalMs(flags['dead-man'], 'dead-man') }, 'exec')
    const host = openHost('exec', places, flags)
    const { link, endpoint } = openAccountLink(venue, flags, { places, clock: host.clock })
    process.exitCode = await runHosted(host, {
      spec: execDaemon({ venue: venue.orders }),
      journaled: true,
      about: { endpoint },
      compose: (base) => {
        const bus = flags.print ? printedBus(base.bus, host) : base.bus
        return { config, ports: { ...base, bus, venue: link, watchKill: (onKill) => watchKillFile(host, onKill) } }
      },
      onRunning: (running) => {
        if (flags.stdin) void takeIntents(host, () => running.health().ready)
      },
    })
  }
}
