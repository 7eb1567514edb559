import type { Bus } from '../ports/bus.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { CommonIn, CommonOut } from './effects.ts'

/** Performs the effects that are the same for every daemon. */
export interface Performer {
  /** False when the effect is the shell's. */
  perform(out: { readonly type: string }): boolean
  close(): void
}

export interface PerformerOptions {
  readonly clock: Clock
  readonly bus: Bus
  readonly log: Log
  readonly offer: (input: CommonIn) => void
  readonly end: (exit: number, message: string) => void
}

type Handlers = { readonly [Type in CommonOut['type']]: (out: Extract<CommonOut, { type: Type }>) => void }

export const createPerformer = (options: PerformerOptions): Performer => {
  const { clock, bus, log, offer } = options
  const timers = new Map<string, Cancel>()
  const clear = (id: string): void => {
    timers.get(id)?.()
    timers.delete(id)
  }
  const handlers: Handlers = {
    'timer.set': ({ id, afterUs }) => {
      clear(id)
      const fired = (): void => {
        timers.delete(id)
        offer({ type: 'timer.fired', id })
      }
      timers.set(id, clock.after(afterUs, fired))
    },
    'timer.clear': ({ id }) => clear(id),
    'rpc.reply': ({ requestId, answer }) => bus.reply(requestId, answer),
    'rpc.request': ({ id, service, method, body, timeoutUs, correlationId }) =>
      bus.request({ service, method, body, timeoutUs, correlationId }, (answer) =>
        offer({ type: 'rpc.answered', id, answer: answer.ok ? { ok: true, body: answer.body } : answer }),
      ),
    publish: ({ topic, kind, body, correlationId }) => bus.publish({ topic, type: kind, body, correlationId }),
    log: ({ level, message, fields }) => log.write(level, message, fields),
    stopped: () => options.end(0, 'stopped'),
    failed: ({ exit, message }) => options.end(exit, message),
  }
  return {
    perform: (out) => {
      const handler = (handlers as Record<string, ((effect: unknown) => void) | undefined>)[out.type]
      handler?.(out)
      return handler !== undefined
    },
    close: () => {
      for (const id of [...timers.keys()]) clear(id)
    },
  }
}
