import type { SinceAnswer, StreamEvent } from '../contracts/stream.ts'
import type { Bus, BusCall, BusMessage } from '../ports/bus.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import { checkBody } from './door.ts'

const PULL_EVERY_US = 1_000_000
const PULL_TIMEOUT_US = 1_000_000
const LOST_AFTER_US = 3_000_000
const PAGE_COUNT = 200

export interface FollowOptions {
  readonly bus: Bus
  readonly clock: Clock
  readonly service: string
  readonly stream: 'exec.events' | 'risk.events'
  /** Last sequence already applied. */
  readonly after: number
  readonly onEvent: (event: StreamEvent) => void
  /** The follower holds every event up to `lastSeq`, the newest of the stream. */
  readonly onCaughtUp: (lastSeq: number) => void
  /** Nothing that can be applied was heard for 3 s; `onCaughtUp` follows when it is back. */
  readonly onLost: () => void
}

const seqOf = (body: unknown): number => {
  const { execSeq, riskEventSeq } = body as { execSeq?: number; riskEventSeq?: number }
  return execSeq ?? riskEventSeq ?? 0
}

const toEvent = (message: BusMessage): StreamEvent => ({
  seq: seqOf(message.body),
  type: message.type,
  tsUs: message.tsUs,
  correlationId: message.correlationId,
  body: message.body,
})

const sinceCall = ({ service, stream }: FollowOptions, last: number): BusCall => ({
  service,
  method: 'events.since',
  body: { stream, after: last, max: PAGE_COUNT },
  timeoutUs: PULL_TIMEOUT_US,
  correlationId: `follow-${stream}-${last}`,
})

/**
 * Follows a class A stream without a gap: published copies are only hints, applied when they are next in line;
 * whatever is missing is pulled, at the latest after a second.
 */
export const follow = (options: FollowOptions): Cancel => {
  const { bus, clock, stream } = options
  let last = options.after
  let pulling = false
  let current = false
  let heardUs = clock.nowUs()
  let ended = false

  const apply = (event: StreamEvent): boolean => {
    if (event.seq !== last + 1 || !checkBody(stream, event.type, event.body).ok) return false
    last = event.seq
    options.onEvent(event)
    return true
  }
  const caughtUp = (lastSeq: number): void => {
    current = true
    options.onCaughtUp(lastSeq)
  }
  const accept = (answer: SinceAnswer): void => {
    // The publisher knows less than we do: its journal was lost or replaced, so nothing here is current.
    if (answer.lastSeq < last) return
    const stuck = answer.events.some((event) => event.seq > last && !apply(event))
    if (stuck) return
    heardUs = clock.nowUs()
    if (answer.more || answer.lastSeq > last) pull()
    else caughtUp(last)
  }
  const pull = (): void => {
    if (pulling || ended) return
    pulling = true
    bus.request(sinceCall(options, last), (answer) => {
      pulling = false
      if (!ended && answer.ok) accept(answer.body as SinceAnswer)
    })
  }
  const unsubscribe = bus.subscribe(stream, (message) => {
    const event = toEvent(message)
    if (event.seq <= last) return
    if (current && !pulling && apply(event)) caughtUp(last)
    else pull()
  })
  let cancelTimer: Cancel
  const tick = (): void => {
    if (current && clock.nowUs() - heardUs > LOST_AFTER_US) {
      current = false
      options.onLost()
    }
    pull()
    cancelTimer = clock.after(current ? PULL_EVERY_US : PULL_EVERY_US / 5, tick)
  }
  cancelTimer = clock.after(0, tick)
  return () => {
    ended = true
    unsubscribe()
    cancelTimer()
  }
}
