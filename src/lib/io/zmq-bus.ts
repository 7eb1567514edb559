import { must } from '../base/assert.ts'
import { BugError } from '../base/errors.ts'
import { TOPICS, topicPattern } from '../contracts/topology.ts'
import type { Bus } from '../ports/bus.ts'
import { type BusContext, type BusCounters, newCounters, refusal } from './bus-context.ts'
import { type BusClient, openClient } from './zmq-client.ts'
import { openPublisher } from './zmq-publisher.ts'
import { openServer } from './zmq-server.ts'
import { type BusSubscriber, openSubscriber } from './zmq-subscriber.ts'

/** The bus over Unix sockets in one run-time folder. */
export interface ZmqBus extends Bus {
  counters(): Readonly<BusCounters>
}

/** Opens one connection for each service that is asked for. */
const perService = <T>(open: (service: string) => T): { readonly of: (service: string) => T; readonly opened: () => readonly T[] } => {
  const all = new Map<string, T>()
  const of = (service: string): T => {
    const known = all.get(service)
    if (known !== undefined) return known
    const opened = open(service)
    all.set(service, opened)
    return opened
  }
  return { of, opened: () => [...all.values()] }
}

/**
 * Binds `<directory>/<instance>.pub.sock` and `.rpc.sock` (the command line binds nothing) and connects to peers when they are first needed.
 * A path is no mutex: whoever calls this for a daemon holds the lock of its service.
 */
export const openBus = async (options: Omit<BusContext, 'counters'>): Promise<ZmqBus> => {
  const context = { ...options, counters: newCounters() }
  const binds = context.service !== 'cli'
  const publisher = binds ? await openPublisher(context) : null
  const server = binds ? await openServer(context) : null
  const subscribers = perService<BusSubscriber>((service) => openSubscriber(context, service))
  const clients = perService<BusClient>((service) => openClient(context, service))
  const refuse = (): never => {
    throw new BugError('the command line neither publishes nor serves')
  }
  let closed = false
  return {
    epoch: context.epoch,
    publish: (message) => {
      if (!closed) (publisher ?? refuse()).publish(message)
    },
    subscribe: (pattern, onMessage) => {
      const topic = must(TOPICS[topicPattern(pattern)], `topic '${pattern}'`)
      return subscribers.of(topic.by).subscribe(pattern, onMessage)
    },
    serve: (onRequest) => (server ?? refuse()).serve(onRequest),
    reply: (requestId, answer) => {
      if (!closed) (server ?? refuse()).reply(requestId, answer)
    },
    request: ({ service, ...call }, done) => {
      if (closed) context.clock.defer(() => done(refusal('UNREACHABLE', 'retry', 'the bus is closed')))
      else clients.of(service).request(call, done)
    },
    counters: () => ({ ...context.counters }),
    close: (done) => {
      closed = true
      for (const part of [...subscribers.opened(), ...clients.opened()]) part.close()
      server?.close()
      publisher?.close()
      context.clock.defer(done)
    },
  }
}
