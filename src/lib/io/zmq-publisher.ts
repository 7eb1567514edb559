import { Publisher } from 'zeromq'
import { DATA_BYTES_MAX } from '../codec/cbor.ts'
import { ENVELOPE_VERSION } from '../contracts/envelope.ts'
import type { Outgoing } from '../ports/bus.ts'
import { type BusContext, ownSocket, pack } from './bus-context.ts'
import { bindPrivate, hold } from './zmq-registry.ts'

/** Messages kept for one slow subscriber; what is above is lost to it, and it sees the gap. */
const WAITING_COUNT_MAX = 10_000
/** The last words of a daemon reach their readers. */
const LINGER_MS = 200

export interface BusPublisher {
  publish(message: Outgoing): void
  close(): void
}

export const openPublisher = async (context: BusContext): Promise<BusPublisher> => {
  const { counters, clock, epoch, log, service } = context
  // With sendTimeout 0 the binding never waits, so sends can neither pile up here nor collide.
  const socket = hold(new Publisher({ linger: LINGER_MS, sendTimeout: 0, sendHighWaterMark: WAITING_COUNT_MAX }))
  await bindPrivate(socket, ownSocket(context, 'pub'))
  const seqs = new Map<string, number>()
  const drop = (topic: string, error: string): void => {
    counters.publishDropped += 1
    log.write('error', 'message not published', { topic, error })
  }
  return {
    publish: ({ topic, ...rest }) => {
      const seq = (seqs.get(topic) ?? 0) + 1
      seqs.set(topic, seq)
      const bytes = pack({ v: ENVELOPE_VERSION, epoch, seq, tsUs: clock.nowUs(), src: service, ...rest }, DATA_BYTES_MAX)
      if (!bytes.ok) {
        drop(topic, bytes.error)
        return
      }
      counters.published += 1
      socket.send([`${topic}.`, bytes.value]).catch((error: Error) => drop(topic, error.message))
    },
    close: () => socket.close(),
  }
}
