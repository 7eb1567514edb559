import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { TradeError } from '../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { readStack } from '../lib/cli/stack-document.ts'
import { SERVICES, type Service } from '../lib/contracts/words.ts'
import type { Places } from '../lib/io/run-directory.ts'
import { findService } from '../lib/io/service-record.ts'
import { stopOrder } from '../lib/supervise/order.ts'

const POLL_MS = 100
const STOP_WITHIN_MS = 60_000
const ORPHAN_WITHIN_MS = 20_000

const aliveOf = (places: Places, service: Service): number | null => {
  const found = findService(places.run, service)
  return found?.alive === true ? found.record.pid : null
}

/** Daemons whose supervisor died go on; they are stopped in the same order, each before the next. False when there are none. */
const stopOrphans = async (places: Places): Promise<boolean> => {
  const orphans = stopOrder(SERVICES).filter((service) => aliveOf(places, service) !== null)
  if (orphans.length > 0) process.stderr.write(`the supervisor is gone: stopping ${orphans.join(', ')}\n`)
  for (const service of orphans) {
    const pid = aliveOf(places, service)
    if (pid !== null) process.kill(pid, 'SIGTERM')
    for (let waitedMs = 0; waitedMs < ORPHAN_WITHIN_MS && aliveOf(places, service) !== null; waitedMs += POLL_MS) await sleep(POLL_MS)
  }
  return orphans.length > 0
}

export class Down extends TradeCommand {
  static override summary = 'stops the chain in order: strategies, orders canceled and booked, daemons, venue'
  static override examples = ['trade down', 'trade down --dir ./run', 'trade down && trade verify ./run']
  static override flags = commonFlags

  async run(): Promise<void> {
    const { flags } = await this.parse(Down)
    const places = this.places(flags)
    const stack = readStack(places)
    if (stack?.alive !== true) {
      if (await stopOrphans(places)) return
      throw new TradeError('NOT_RUNNING', 'no stack of this profile runs', { exit: EXIT.notRunning, hint: 'trade up' })
    }
    process.stderr.write(`stopping ${stack.services.length} services, supervisor pid ${stack.pid}\n`)
    process.kill(stack.pid, 'SIGTERM')
    for (let waitedMs = 0; waitedMs < STOP_WITHIN_MS; waitedMs += POLL_MS) {
      if (readStack(places)?.alive !== true) return
      await sleep(POLL_MS)
    }
    throw new TradeError('STOP_TIMEOUT', `supervisor pid ${stack.pid} did not stop in 60 s`, { exit: EXIT.temporary, hint: `see ${places.log}/up.ndjson` })
  }
}
