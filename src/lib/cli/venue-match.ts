import { TradeError } from '../base/errors.ts'
import type { Places } from '../io/run-directory.ts'
import { findService } from '../io/service-record.ts'
import { EXIT } from './exit.ts'

/** What the flags name; undefined where they name nothing. */
export interface WantedVenue {
  readonly venue: string | undefined
  readonly endpoint: string | undefined
}

const hrefOf = (address: string): string => (URL.canParse(address) ? new URL(address).href : address)

/** Refuses, with exit code 2, another venue or address than those of the md that runs: its data would be taken for the wanted one's. */
export const refuseOtherVenue = (places: Places, { venue, endpoint }: WantedVenue): void => {
  const runs = findService(places.run, 'md')?.record
  const hint = 'leave the flag away, or another --dir or --profile'
  const refuse = (flag: string, wanted: string, held: string): TradeError =>
    new TradeError('OTHER_VENUE', `'--${flag}' is '${wanted}', but the md of this profile follows '${held}'`, { exit: EXIT.usage, hint })
  if (venue !== undefined && runs?.venue !== undefined && venue !== runs.venue) throw refuse('venue', venue, runs.venue)
  if (endpoint !== undefined && runs?.endpoint !== undefined && hrefOf(endpoint) !== hrefOf(runs.endpoint)) throw refuse('endpoint', endpoint, runs.endpoint)
}
