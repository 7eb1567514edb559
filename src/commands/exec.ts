import process from 'node:process'
import { Flags } from '@oclif/core'
import { ExecConfig } from '../daemons/exec/config.ts'
import { execDaemon } from '../daemons/exec/shell.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { openHost, runHosted, watchKillFile } from '../lib/cli/daemon-host.ts'
import { takeIntents } from '../lib/cli/exec-intake.ts'
import { printedBus } from '../lib/cli/exec-outlets.ts'
import { simCredentials, venueEndpoint } from '../lib/cli/simulator.ts'
import { conclude } from '../lib/codec/settings.ts'
import { readCredentials, signerOf } from '../lib/io/signer.ts'
import { openVenueLink } from '../lib/io/venue-link.ts'
import { binanceOrders } from '../lib/venues/binance/orders.ts'

export class Exec extends DaemonCommand {
  static override summary = 'order execution: the one door to the venue'
  static override description = 'Journals every intent before it leaves, asks risk, sends, and publishes what became of it on exec.events.'
  static override examples = ['trade exec', 'trade exec --symbol BTCUSDT,ETHUSDT', 'trade exec --print | jq -c .order']
  static override flags = {
    ...daemonFlags,
    symbol: Flags.string({ description: 'symbols that may be traded', multiple: true, delimiter: ',', default: ['BTCUSDT'] }),
    endpoint: Flags.string({ description: 'the venue; the simulator of this profile by default', helpValue: 'URL' }),
    route: Flags.option({
      description: 'how calls go: over the WebSocket API alone, over it while it is open and else over REST, or over REST alone',
      options: ['auto', 'api', 'rest'] as const,
      default: 'auto' as const,
    })(),
    print: Flags.boolean({ description: 'print what exec says on exec.events as NDJSON', default: false }),
    stdin: Flags.boolean({ description: 'submit orders from standard input, one JSON object a line, and print the answers', default: false }),
    'key-file': Flags.string({ description: 'credentials of the venue account, 0600', helpValue: 'FILE' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Exec)
    const places = this.places(flags)
    const endpoint = venueEndpoint(places, flags.endpoint)
    const config = conclude(ExecConfig, { symbols: flags.symbol }, 'exec')
    const host = openHost('exec', places, flags)
    const signer = signerOf(readCredentials(flags['key-file'] ?? simCredentials(places)))
    const venue = openVenueLink({ endpoint, signer, clock: host.clock, route: flags.route })
    process.exitCode = await runHosted(host, {
      spec: execDaemon({ venue: binanceOrders }),
      journaled: true,
      about: { endpoint },
      compose: (base) => {
        const bus = flags.print ? printedBus(base.bus, host) : base.bus
        return { config, ports: { ...base, bus, venue, watchKill: (onKill) => watchKillFile(host, onKill) } }
      },
      onRunning: () => {
        if (flags.stdin) void takeIntents(places, host.log)
      },
    })
  }
}
