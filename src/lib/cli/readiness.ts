import { setTimeout as sleep } from 'node:timers/promises'
import { TradeError } from '../base/errors.ts'
import type { Service } from '../contracts/words.ts'
import type { Places } from '../io/run-directory.ts'
import { EXIT } from './exit.ts'
import { healthOf } from './health.ts'

const POLL_MS = 100

const reasonOf = async (places: Places, service: Service): Promise<string | null> => {
  const health = await healthOf(places, service)
  if (health === null) return 'does not answer'
  return health.ready ? null : `${health.state}: ${health.reason}`
}

/** Waits until every service is ready; names the first that is not, and why, when the time is over. */
export const waitReady = async (places: Places, services: readonly Service[], withinMs: number): Promise<void> => {
  for (let leftMs = withinMs; ; leftMs -= POLL_MS) {
    const reasons = await Promise.all(services.map((service) => reasonOf(places, service)))
    const index = reasons.findIndex((reason) => reason !== null)
    if (index < 0) return
    if (leftMs <= 0) throw new TradeError('NOT_READY', `'${services[index]}' is not ready: ${reasons[index]}`, { exit: EXIT.temporary, hint: 'trade status' })
    await sleep(POLL_MS)
  }
}
