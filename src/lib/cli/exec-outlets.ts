import process from 'node:process'
import type { Writable } from 'node:stream'
import { usToMs } from '../base/time.ts'
import type { Bus } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { recordWriter } from './output.ts'

const STREAM = 'exec.events'

interface Outlet {
  readonly clock: Clock
  readonly log: Log
}

/**
 * A bus whose published events of exec are also printed as NDJSON, once they are durable. A reader that has gone costs the print alone: a
 * daemon that trades goes on.
 */
export const printedBus = (bus: Bus, { clock, log }: Outlet, stream: Writable = process.stdout): Bus => {
  const out = recordWriter(stream)
  let seq = 0
  let isOpen = true
  stream.once('error', () => {
    isOpen = false
    log.write('warn', 'nobody reads what is printed, trading goes on', {})
  })
  const print = ({ topic, type, body, correlationId }: Parameters<Bus['publish']>[0]): void => {
    if (!isOpen || topic !== STREAM) return
    seq = (body as { execSeq?: number }).execSeq ?? seq + 1
    out.write({ v: 1, type, ts: usToMs(clock.nowUs()), src: 'exec', seq, topic, ...(body as object), correlationId })
  }
  return {
    epoch: bus.epoch,
    publish: (message) => {
      bus.publish(message)
      print(message)
    },
    subscribe: (pattern, onMessage) => bus.subscribe(pattern, onMessage),
    serve: (onRequest) => bus.serve(onRequest),
    reply: (requestId, answer) => bus.reply(requestId, answer),
    request: (call, done) => bus.request(call, done),
    close: (done) => bus.close(done),
  }
}
