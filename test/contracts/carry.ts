import type { Peer, Service } from '../../src/lib/contracts/words.ts'
import { guardBus } from '../../src/lib/daemon/door.ts'
import type { Bus, BusAnswer } from '../../src/lib/ports/bus.ts'
import { bodyIn, frameBytes } from './frames.ts'
import type { Message } from './messages.ts'

const SYMBOL = 'BTCUSDT'
const AT = { epoch: 3, tsUs: 1, seq: 1, missed: 0, correlationId: 'c-1' } as const

const nothing: Bus = {
  epoch: 3,
  publish: () => undefined,
  subscribe: () => () => undefined,
  serve: () => undefined,
  reply: () => undefined,
  request: () => undefined,
  close: (done) => done(),
}

/** The bus as `peer` may use it, with the log's complaints as errors. */
const guarded = (peer: Peer, bus: Partial<Bus>): Bus => {
  const complain = (_level: string, message: string, fields?: Readonly<Record<string, unknown>>): never => {
    throw new Error(`${message}: ${JSON.stringify(fields)}`)
  }
  return guardBus(peer, { ...nothing, ...bus }, { write: complain })
}

const once = <T>(what: string, run: (keep: (value: T) => void) => void): T => {
  const kept: T[] = []
  run((value) => void kept.push(value))
  const [first] = kept
  if (kept.length !== 1 || first === undefined) throw new Error(`'${what}' came ${kept.length} times, expected once`)
  return first
}

/** What `reader` gets when `src` publishes `body`: out through the door of one, over the wire, in through the door of the other. */
export const published = (message: Message, body: unknown, way: { readonly src: Service; readonly reader: Peer }): unknown =>
  once(message.name, (keep) => {
    const topic = message.route.replace('{symbol}', SYMBOL)
    const wire: Uint8Array[] = []
    const sender = guarded(way.src, { publish: (outgoing) => void wire.push(frameBytes(message, way.src, outgoing.body)) })
    const receiver = guarded(way.reader, {
      subscribe: (_pattern, onMessage) => {
        for (const bytes of wire) onMessage({ ...AT, topic, type: message.type, src: way.src, body: bodyIn(message, bytes) })
        return () => undefined
      },
    })
    sender.publish({ topic, type: message.type, body, correlationId: AT.correlationId })
    receiver.subscribe(message.route, ({ body: received }) => keep(received))
  })

/** What `server` is asked when `src` sends the request. */
export const requested = (message: Message, body: unknown, way: { readonly src: Peer; readonly server: Service }): unknown =>
  once(message.name, (keep) => {
    const wire: Uint8Array[] = []
    const asker = guarded(way.src, { request: (call) => void wire.push(frameBytes(message, way.src, call.body)) })
    const server = guarded(way.server, {
      serve: (onRequest) => {
        for (const bytes of wire) {
          onRequest({ requestId: 'r-1', method: message.route, src: way.src, deadlineUs: 2, correlationId: AT.correlationId, body: bodyIn(message, bytes) })
        }
      },
      reply: (_id, answer) => {
        throw new Error(`'${way.server}' refused '${message.name}': ${JSON.stringify(answer)}`)
      },
    })
    asker.request({ service: way.server, method: message.route, body, timeoutUs: 1, correlationId: AT.correlationId }, () => undefined)
    server.serve(({ body: received }) => keep(received))
  })

/** What `src` is told when `server` answers its request with `body`. */
export const answered = (message: Message, body: unknown, way: { readonly src: Peer; readonly server: Service }): unknown => {
  const answer = once<BusAnswer>(message.name, (keep) => {
    const asker = guarded(way.src, {
      request: (_call, done) => {
        const server = guarded(way.server, {
          reply: (_id, given) => {
            if (given.ok) done({ ok: true, epoch: AT.epoch, body: bodyIn(message, frameBytes(message, way.server, given.body)) })
          },
        })
        server.reply('r-1', { ok: true, body })
      },
    })
    asker.request({ service: way.server, method: message.route, body: {}, timeoutUs: 1, correlationId: AT.correlationId }, keep)
  })
  if (!answer.ok) throw new Error(`'${way.src}' refused '${message.name}': ${answer.error.message}`)
  return answer.body
}
