import { acctDaemon } from '../../../src/daemons/acct/shell.ts'
import { runDaemon } from '../../../src/lib/daemon/run.ts'
import type { Outgoing } from '../../../src/lib/ports/bus.ts'
import { shellPorts } from '../../kit/shell-ports.ts'
import { type Produced, sentBy } from './produced.ts'

/** The loop says for every daemon how it is. */
export const loopMessages = (): Produced[] => {
  const { ports, advance } = shellPorts()
  const published: Outgoing[] = []
  const bus = { ...ports.bus, publish: (message: Outgoing) => void published.push(message) }
  const config = { quoteAsset: 'USDT', markStaleMs: 5_000 }
  const running = runDaemon(acctDaemon(), { config, ports: { ...ports, bus, state: { replace: () => undefined } }, epoch: 3, onEnd: () => undefined })
  advance(1_500_000)
  running.kill()
  return sentBy(published.map(({ topic, type, body }) => ({ type: 'publish', topic, kind: type, body })))
}
