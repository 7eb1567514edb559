import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { usToMs } from '../base/time.ts'
import type { Order, OrderChanged, OrderFilled } from '../contracts/exec.ts'
import type { SinceAnswer, StreamEvent } from '../contracts/stream.ts'
import { follow } from '../daemon/follow.ts'
import { isLive } from '../model/order.ts'
import { askExec } from './exec-peer.ts'
import { recordWriter } from './output.ts'
import type { CliPeer } from './peer.ts'
import { reportOutput } from './standard-output.ts'

const STREAM = 'exec.events'

/** An event of exec as the NDJSON record that users see. */
export const eventRecord = (event: StreamEvent): object => ({
  v: 1,
  type: event.type,
  ts: usToMs(event.tsUs),
  src: 'exec',
  seq: event.seq,
  topic: STREAM,
  ...(event.body as object),
  correlationId: event.correlationId,
})

const orderIdOf = ({ type, body }: StreamEvent): string | null => {
  if (type === 'order.changed') return (body as OrderChanged).order.clientOrderId
  return type === 'order.filled' ? (body as OrderFilled).fill.clientOrderId : null
}

const hasEnded = ({ status, settled }: Order): boolean => !isLive(status) && settled

const endsIt = ({ type, body }: StreamEvent): boolean => type === 'order.changed' && hasEnded((body as OrderChanged).order)

export interface WatchOptions {
  /** Only this order, from its beginning to its end; null for everything from now on. */
  readonly id: string | null
  readonly forMs: number
}

/** Prints events of exec without a gap until the order has ended, the time is over, the reader has gone or `stop`. */
export const watchExec = async (peer: CliPeer, { id, forMs }: WatchOptions, stop: Promise<unknown>): Promise<void> => {
  const { lastSeq } = await askExec<SinceAnswer>(peer, 'events.since', { stream: STREAM, after: 0, max: 1 })
  const out = recordWriter(process.stdout)
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const show = (event: StreamEvent): void => {
    if (id !== null && orderIdOf(event) !== id) return
    out.write(eventRecord(event))
    if (id !== null && endsIt(event)) resolve()
  }
  const onCaughtUp = (): void => undefined
  const onLost = (): void => void process.stderr.write('exec is silent: waiting\n')
  const unfollow = follow({
    bus: peer.bus,
    clock: peer.clock,
    service: 'exec',
    stream: STREAM,
    after: id === null ? lastSeq : 0,
    onEvent: show,
    onCaughtUp,
    onLost,
  })
  const closed = new Promise<void>((done) =>
    process.stdout.once('error', (error) => {
      reportOutput(error)
      done()
    }),
  )
  const timeUp = Number.isFinite(forMs) ? [sleep(forMs)] : []
  await Promise.race([ended, closed, stop, ...timeUp])
  unfollow()
  await Promise.race([out.flush(), closed])
}
