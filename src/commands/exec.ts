import process from 'node:process'
import { Flags } from '@oclif/core'
import { ExecConfig } from '../daemons/exec/config.ts'
import { execDaemon } from '../daemons/exec/shell.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { openHost, runHosted, watchKillFile } from '../lib/cli/daemon-host.ts'
import { simCredentials, venueEndpoint } from '../lib/cli/simulator.ts'
import { conclude } from '../lib/codec/settings.ts'
import { readCredentials, signerOf } from '../lib/io/signer.ts'
import { openVenueLink } from '../lib/io/venue-link.ts'
import { binanceOrders } from '../lib/venues/binance/orders.ts'

export class Exec extends DaemonCommand {
  static override summary = 'order execution: the one door to the venue'
  static override description = 'Journals every intent before it leaves, asks risk, sends, and publishes what became of it on exec.events.'
  static override examples = ['trade exec', 'trade exec --symbol BTCUSDT,ETHUSDT', 'trade exec --endpoint http://127.0.0.1:8080']
  static override flags = {
    ...daemonFlags,
    symbol: Flags.string({ description: 'symbols that may be traded', multiple: true, delimiter: ',', default: ['BTCUSDT'] }),
    endpoint: Flags.string({ description: 'the venue; the simulator of this profile by default', helpValue: 'URL' }),
    route: Flags.option({
      description: 'how calls go: over the WebSocket API alone, over it while it is open and else over REST, or over REST alone',
      options: ['auto', 'api', 'rest'] as const,
      default: 'auto' as const,
    })(),
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
      compose: (base) => ({ config, ports: { ...base, venue, watchKill: (onKill) => watchKillFile(host, onKill) } }),
    })
  }
}
