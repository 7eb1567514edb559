import { TradeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import type { Places } from '../io/run-directory.ts'
import { readCredentials, signerOf } from '../io/signer.ts'
import { type CallRoute, openVenueLink, type VenueLinkOptions } from '../io/venue-link.ts'
import type { Clock } from '../ports/clock.ts'
import type { VenueLink } from '../ports/venue.ts'
import { ORDER_VENUE_NAMES, type OrderVenueEntry, orderVenueByName } from '../venues/order-registry.ts'
import { EXIT } from './exit.ts'
import { simCredentials, venueEndpoint } from './simulator.ts'

/** The venue of the flag; exit code 2 names the nearest of an unknown one. */
export const orderVenueOf = (name: string): OrderVenueEntry => {
  const found = orderVenueByName(name)
  if (found.ok) return found.value
  const [near] = nearest(name, ORDER_VENUE_NAMES)
  throw new TradeError('USAGE', found.error, { exit: EXIT.usage, hint: near === undefined ? ORDER_VENUE_NAMES.join(', ') : `did you mean ${near}?` })
}

/** What the flags say about the way to an account. */
export interface AccountWay {
  readonly endpoint: string | undefined
  readonly 'key-file': string | undefined
  readonly route: CallRoute
}

type Hosts = Pick<VenueLinkOptions, 'endpoint' | 'streamEndpoint' | 'apiEndpoint'>

const hostsOf = ({ orders, endpoints }: OrderVenueEntry, way: AccountWay, places: Places): Hosts => {
  if (way.endpoint !== undefined || endpoints === null) return { endpoint: venueEndpoint(places, way.endpoint) }
  if (way['key-file'] !== undefined) return { endpoint: endpoints.rest, streamEndpoint: endpoints.stream, apiEndpoint: endpoints.api }
  throw new TradeError('USAGE', `orders on '${orders.name}' itself need '--key-file'`, {
    exit: EXIT.usage,
    hint: '--endpoint http://127.0.0.1:9000 for a simulator',
  })
}

/** The way to an account with its key: at the given address, else of the simulator of the profile, else of the live venue, for which the key has to be named. */
export const openAccountLink = (
  venue: OrderVenueEntry,
  way: AccountWay,
  { places, clock }: { readonly places: Places; readonly clock: Clock },
): { readonly link: VenueLink; readonly endpoint: string } => {
  const hosts = hostsOf(venue, way, places)
  const signer = signerOf(readCredentials(way['key-file'] ?? simCredentials(places)))
  return { link: openVenueLink({ ...hosts, apiPath: venue.apiPath, signer, clock, route: way.route }), endpoint: hosts.endpoint }
}
