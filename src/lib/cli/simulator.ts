import { join } from 'node:path'
import { TradeError } from '../base/errors.ts'
import type { Places } from '../io/run-directory.ts'
import { findService } from '../io/service-record.ts'
import { EXIT } from './exit.ts'

/** Where the simulator of this profile listens; null when none runs. */
export const findSimulator = (places: Places): string | null => {
  const found = findService(places.run, 'sim')
  return found?.alive === true && found.record.http !== null ? `http://${found.record.http}` : null
}

/** The venue's endpoint: the flag, else the simulator of this profile, else exit code 3. */
export const venueEndpoint = (places: Places, flag: string | undefined): string => {
  const endpoint = flag ?? findSimulator(places)
  if (endpoint !== null) return endpoint
  throw new TradeError('SIM_NOT_RUNNING', "no simulator runs in this profile and '--endpoint' is not given", {
    exit: EXIT.notRunning,
    hint: 'trade sim, or trade up for the whole chain',
  })
}

/** File of the simulator's own account key. */
export const simCredentials = (places: Places): string => join(places.top, 'credentials', 'sim.json')
