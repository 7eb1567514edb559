import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { TradeError } from '../base/errors.ts'
import type { Places } from '../io/run-directory.ts'
import { type Child, startChild } from './child.ts'
import { EXIT } from './exit.ts'
import { mainPath } from './main-path.ts'
import { findSimulator } from './simulator.ts'

const START_WITHIN_MS = 20_000

/** A simulator that lives and dies with the command that wanted one. */
export interface PrivateSim {
  readonly endpoint: string
  stop(): Promise<void>
}

const started = (child: Child): Promise<boolean> => Promise.race([child.started, sleep(START_WITHIN_MS, false, { ref: false })])

export const startPrivateSim = async (places: Places, place: readonly string[], symbols: readonly string[]): Promise<PrivateSim> => {
  const child = startChild({ service: 'sim', args: [...place, '--seed', '1', '--symbols', symbols.join(',')] }, places, mainPath())
  const endpoint = (await started(child)) ? findSimulator(places) : null
  if (endpoint === null)
    throw new TradeError('SIM_NOT_STARTED', 'the private simulator did not start', { exit: EXIT.temporary, hint: `see ${places.log}/sim.ndjson` })
  process.stderr.write(`no simulator runs here: started a private one at ${endpoint}\n`)
  return {
    endpoint,
    stop: async () => {
      child.signal('SIGTERM')
      await child.ended
    },
  }
}
