import { CONTRACTS } from '../contracts/hello.ts'
import { guardBus } from '../daemon/door.ts'
import { systemClock } from '../io/clock.ts'
import { openLog } from '../io/pino-log.ts'
import type { Places } from '../io/run-directory.ts'
import { openBus } from '../io/zmq-bus.ts'
import type { Bus, BusAnswer, BusCall } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'

/** A command as a peer of the bus. */
export interface CliPeer {
  readonly bus: Bus
  readonly clock: Clock
  /** One request as a promise; the answer may be a refusal. */
  ask(call: Omit<BusCall, 'correlationId'>): Promise<BusAnswer>
  close(): Promise<void>
}

export const openPeer = async (places: Places): Promise<CliPeer> => {
  const clock = systemClock()
  const log = openLog({ daemon: 'cli', instance: 'cli', level: 'warn' })
  const bus = guardBus(
    'cli',
    await openBus({ service: 'cli', epoch: Math.floor(clock.nowUs() / 1_000), clock, log, directory: places.run, contracts: CONTRACTS }),
    log,
  )
  let asked = 0
  return {
    bus,
    clock,
    ask: (call) => {
      asked += 1
      return new Promise((resolve) => bus.request({ ...call, correlationId: `cli-${bus.epoch}-${asked}` }, resolve))
    },
    close: () => new Promise((resolve) => bus.close(resolve)),
  }
}
