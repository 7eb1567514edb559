import { epochUs, monoUs } from '../../src/lib/base/units.ts'
import type { BasePorts } from '../../src/lib/daemon/shell.ts'
import type { BusAnswer, BusCall, BusMessage } from '../../src/lib/ports/bus.ts'

type Reply = Parameters<BasePorts['bus']['reply']>
type Due = { readonly atUs: number; readonly fn: () => void }

/** Ports of one shell under test: time moves by `advance`, messages come by `deliver`, requests wait in `calls`. */
export interface ShellPorts {
  readonly ports: BasePorts
  readonly calls: { readonly call: BusCall; readonly done: (answer: BusAnswer) => void }[]
  readonly replies: Reply[]
  deliver(topic: string, type: string, body: unknown): void
  advance(us: number): void
  /** Timers that still wait. */
  waiting(): number
  subscribed(): string[]
}

export const shellPorts = (startUs = 1_000_000): ShellPorts => {
  let nowUs = startUs
  let dues: Due[] = []
  const readers = new Map<(message: BusMessage) => void, string>()
  const calls: ShellPorts['calls'] = []
  const replies: Reply[] = []
  const after = (delayUs: number, fn: () => void): (() => void) => {
    const due: Due = { atUs: nowUs + delayUs, fn }
    dues.push(due)
    return () => {
      dues = dues.filter((other) => other !== due)
    }
  }
  const next = (untilUs: number): Due | undefined => dues.filter(({ atUs }) => atUs <= untilUs).sort((a, b) => a.atUs - b.atUs)[0]
  const advance = (us: number): void => {
    const untilUs = nowUs + us
    for (let due = next(untilUs); due !== undefined; due = next(untilUs)) {
      const current = due
      dues = dues.filter((other) => other !== current)
      nowUs = Math.max(nowUs, due.atUs)
      due.fn()
    }
    nowUs = untilUs
  }
  const ports: BasePorts = {
    clock: { nowUs: () => epochUs(nowUs), monoUs: () => monoUs(nowUs), after, defer: (fn) => void after(0, fn) },
    log: { write: () => undefined },
    bus: {
      epoch: 1,
      publish: () => undefined,
      subscribe: (pattern, onMessage) => {
        readers.set(onMessage, pattern)
        return () => void readers.delete(onMessage)
      },
      serve: () => undefined,
      reply: (...reply) => void replies.push(reply),
      request: (call, done) => void calls.push({ call, done }),
      close: (done) => done(),
    },
  }
  return {
    ports,
    calls,
    replies,
    advance,
    waiting: () => dues.length,
    subscribed: () => [...readers.values()],
    deliver: (topic, type, body) => {
      const message: BusMessage = { topic, type, body, correlationId: 'c', epoch: 1, seq: 1, tsUs: nowUs, src: 'test', missed: 0 }
      const pattern = topic.replace(/^market_data\.[^.]+\./, 'market_data.{symbol}.')
      for (const [reader, wanted] of [...readers]) if (wanted === pattern) reader(message)
    },
  }
}
