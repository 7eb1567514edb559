import type { Instrument } from '../../../lib/model/instrument.ts'
import type { MarketVenue } from '../../../lib/venues/market.ts'
import type { StreamDialect } from './dialect.ts'
import type { Reference } from './reference.ts'
import type { Timeline } from './timeline.ts'
import type { Wire } from './wire.ts'

const ROUND_TRIP_US = 50_000
const encoder = new TextEncoder()

/** Which message of a symbol's stream a frame is. */
export interface Mark {
  readonly symbol: string
  readonly id: number
  readonly isWhole: boolean
}

interface StreamPlan {
  readonly dialect: StreamDialect
  readonly venue: MarketVenue
  readonly instruments: ReadonlyMap<string, Instrument>
  readonly references: ReadonlyMap<string, Reference>
}

/** The streams of a recorded venue that bring the books themselves: who subscribes gets the book as it is, then every change. */
export class BookStreams {
  readonly #plan: StreamPlan
  readonly #timeline: Timeline
  readonly #wire: Wire
  readonly #marks = new WeakMap<Uint8Array, Mark>()
  #subscribed = new Set<string>()
  /** The last message of a symbol that a fault has struck. */
  readonly #struck = new Map<string, number>()

  constructor(plan: StreamPlan, timeline: Timeline, wire: Wire) {
    this.#plan = plan
    this.#timeline = timeline
    this.#wire = wire
  }

  /** A new connection has no subscriptions, and the answers that an old one waits for are lost. */
  opened(): void {
    this.#subscribed = new Set()
  }

  /** md sent a control message; returns the symbols whose books it asked for. */
  asked(text: string): readonly string[] {
    const control = this.#plan.dialect.control(text)
    if (control === null) return []
    const subscribed = this.#subscribed
    this.#timeline.after(ROUND_TRIP_US, () => {
      if (subscribed !== this.#subscribed) return
      for (const symbol of control.ends) subscribed.delete(symbol)
      this.#wire.send(encoder.encode(control.answer))
      for (const symbol of control.begins) this.#begin(symbol)
    })
    return control.begins
  }

  play(bytes: Uint8Array): 'ok' | 'garbled' {
    const frame = this.#plan.venue.readFrame(bytes, this.#plan.instruments)
    if (frame.type === 'garbled') return 'garbled'
    if (frame.type !== 'book' && frame.type !== 'diff') {
      this.#wire.send(bytes)
      return 'ok'
    }
    const { symbol } = frame
    const reference = this.#plan.references.get(symbol)
    if (reference === undefined) return 'ok'
    reference.follow(frame)
    if (!this.#subscribed.has(symbol)) return 'ok'
    const isWhole = frame.type === 'book'
    this.#marks.set(bytes, { symbol, id: reference.updateId, isWhole })
    if (isWhole) this.#wire.sendWhole(symbol, bytes)
    else this.#wire.sendDiff(symbol, bytes)
    return 'ok'
  }

  /** Null for a frame that is none of a stream, or was damaged on its way. */
  markOf(bytes: Uint8Array): Mark | null {
    return this.#marks.get(bytes) ?? null
  }

  /** A fault struck a change on its way. */
  struck(symbol: string): void {
    this.#struck.set(symbol, this.#plan.references.get(symbol)?.updateId ?? 0)
  }

  /** md gets a frame; true when what it finds wrong with it then is a change that was lost on the way. */
  arrives({ symbol, id, isWhole }: Mark): boolean {
    if (isWhole && id >= (this.#struck.get(symbol) ?? 0)) this.#struck.delete(symbol)
    return this.#struck.has(symbol)
  }

  /** A book that the recording has not brought yet comes when it does. */
  #begin(symbol: string): void {
    const reference = this.#plan.references.get(symbol)
    if (reference === undefined) return
    this.#subscribed.add(symbol)
    if (!reference.ready) return
    const bytes = encoder.encode(this.#plan.dialect.whole(reference))
    this.#marks.set(bytes, { symbol, id: reference.updateId, isWhole: true })
    this.#wire.sendWhole(symbol, bytes)
  }
}
