import type { CliPeer } from '../../src/lib/cli/peer.ts'
import { systemClock } from '../../src/lib/io/clock.ts'
import type { BusAnswer, BusMessage } from '../../src/lib/ports/bus.ts'

type Call = Parameters<CliPeer['ask']>[0]

/** A peer without sockets: requests are answered by `answer`, messages come by `publish`. */
export interface FakePeer extends CliPeer {
  readonly calls: Call[]
  publish(topic: string, message: Partial<BusMessage>): void
}

export const fakePeer = (answer: (call: Call) => BusAnswer): FakePeer => {
  const calls: Call[] = []
  const readers: Array<readonly [string, (message: BusMessage) => void]> = []
  const empty = { epoch: 1, tsUs: 1_723_000_000_123_456, src: 'md', correlationId: 'c-1', missed: 0, type: 'ticker', seq: 1, body: {} }
  return {
    calls,
    clock: systemClock(),
    ask: (call) => {
      calls.push(call)
      return Promise.resolve(answer(call))
    },
    bus: {
      epoch: 1,
      publish: () => undefined,
      subscribe: (topic, onMessage) => {
        readers.push([topic, onMessage])
        return () => undefined
      },
      serve: () => undefined,
      reply: () => undefined,
      request: () => undefined,
      close: (done) => done(),
    },
    close: () => Promise.resolve(),
    publish: (topic, message) => {
      for (const [wanted, reader] of readers) if (wanted === topic) reader({ ...empty, topic, ...message })
    },
  }
}

/** A refusal that says that a later try may succeed. */
export const unreachable: BusAnswer = { ok: false, error: { code: 'UNREACHABLE', category: 'retry', message: "'exec' is not there" } }
