import process from 'node:process'
import { ExecConfig } from '../../src/daemons/exec/config.ts'
import { execDaemon } from '../../src/daemons/exec/shell.ts'
import { openHost, runHosted } from '../../src/lib/cli/daemon-host.ts'
import { simCredentials, venueEndpoint } from '../../src/lib/cli/simulator.ts'
import { conclude } from '../../src/lib/codec/settings.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'
import { readCredentials, signerOf } from '../../src/lib/io/signer.ts'
import { type CallRoute, openVenueLink } from '../../src/lib/io/venue-link.ts'
import { binanceOrders } from '../../src/lib/venues/binance/orders.ts'
import { resending } from './exec-chaos-resend.ts'

const [dir = '', symbols = '', route = 'auto'] = process.argv.slice(2)
const places = findPlaces({ dir })
const host = openHost('exec', places, { http: '127.0.0.1:0', verbose: false })
const signer = signerOf(readCredentials(simCredentials(places)))
const link = openVenueLink({ endpoint: venueEndpoint(places, undefined), signer, clock: host.clock, route: route as CallRoute })
process.exitCode = await runHosted(host, {
  spec: execDaemon({ venue: binanceOrders }),
  journaled: true,
  compose: (base) => ({ config: conclude(ExecConfig, { symbols: symbols.split(',') }, 'exec'), ports: { ...base, venue: resending(link) } }),
})
