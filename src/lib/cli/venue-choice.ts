import { TradeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import { openCcxtLink } from '../io/ccxt-link.ts'
import { openVenueLink } from '../io/venue-link.ts'
import type { Clock } from '../ports/clock.ts'
import type { VenueLink } from '../ports/venue.ts'
import { VENUE_NAMES, type VenueEntry, venueByName } from '../venues/registry.ts'
import { EXIT } from './exit.ts'

/** The venue of the flag; exit code 2 names the nearest of an unknown one. */
export const venueOf = (name: string): VenueEntry => {
  const found = venueByName(name)
  if (found.ok) return found.value
  const [near] = nearest(name, VENUE_NAMES)
  throw new TradeError('USAGE', found.error, { exit: EXIT.usage, hint: near === undefined ? VENUE_NAMES.join(', ') : `did you mean ${near}?` })
}

/** Whether the venue is the simulator of the profile, whose address is not known beforehand. */
export const isSimulated = ({ endpoints, transport }: VenueEntry): boolean => endpoints === null && transport === 'web'

/** The way to the public data of a venue: at the given address, at its own, or through the process that knows it. No key is ever used. */
export const openPublicLink = (venue: VenueEntry, { endpoint, clock }: { readonly endpoint: string | undefined; readonly clock: Clock }): VenueLink => {
  if (venue.transport !== 'web') return openCcxtLink({ id: venue.transport.process, clock })
  if (endpoint !== undefined) return openVenueLink({ endpoint, clock })
  if (venue.endpoints !== null) return openVenueLink({ endpoint: venue.endpoints.rest, streamEndpoint: venue.endpoints.stream, clock })
  throw new TradeError('USAGE', 'this venue needs an endpoint', { exit: EXIT.usage, hint: '--endpoint http://127.0.0.1:9000' })
}
