import { randomInt } from 'node:crypto'
import { prng } from '../base/prng.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { VenueLink, VenueSocket } from '../ports/venue.ts'
import type { MarketVenue } from '../venues/market.ts'
import { type RecorderEffect, RecordingPlan } from '../venues/recording-plan.ts'

const REQUEST_TIMEOUT_US = 10_000_000
const SEEDS = 2 ** 32

/** What a recorder needs, and where the lines go: `<receive time in ns> <JSON>`, without an end. */
export interface RecorderPorts {
  readonly venue: VenueLink
  readonly clock: Clock
  readonly market: MarketVenue
  /** `snapshotOf`: the symbol whose book it is, where the text does not say. */
  line(text: string, snapshotOf?: string): void
  /** The books of these do not come any more, until they begin again. */
  lost?(symbols: readonly string[]): void
  /** Something worth a line on stderr. */
  say(text: string): void
}

/** Recording that is under way. */
export interface MarketRecorder {
  /** Asks for another snapshot of a book. */
  snapshot(symbol: string): void
  stop(): void
}

const decoder = new TextDecoder()
const encoder = new TextEncoder()

type Perform = { readonly [Type in RecorderEffect['type']]: (effect: Extract<RecorderEffect, { type: Type }>) => void }

/** Does what the plan says. */
class StreamRecorder implements MarketRecorder {
  readonly #ports: RecorderPorts
  readonly #plan: RecordingPlan
  readonly #timers = new Map<string, Cancel>()
  readonly #sockets = new Map<number, VenueSocket>()
  #stopped = false

  constructor(ports: RecorderPorts, symbols: readonly string[]) {
    this.#ports = ports
    const emit = (effect: RecorderEffect): void => (this.#perform[effect.type] as (effect: RecorderEffect) => void)(effect)
    this.#plan = new RecordingPlan(ports.market, symbols, { chance: prng(randomInt(SEEDS)), emit })
    this.#step({ type: 'start' })
  }

  snapshot(symbol: string): void {
    this.#step({ type: 'wanted', symbol })
  }

  stop(): void {
    this.#stopped = true
    for (const cancel of this.#timers.values()) cancel()
    for (const socket of this.#sockets.values()) socket.close()
  }

  #step(input: Parameters<RecordingPlan['step']>[0]): void {
    if (!this.#stopped) this.#plan.step(input, this.#ports.clock.nowUs())
  }

  #write(text: string, snapshotOf?: string): void {
    if (!this.#stopped) this.#ports.line(`${this.#ports.clock.nowUs()}000 ${text}`, snapshotOf)
  }

  #frame(linkId: number, text: string, bytes: () => Uint8Array): void {
    this.#write(text)
    if (this.#plan.hears(linkId)) this.#step({ type: 'frame', linkId, bytes: bytes() })
  }

  readonly #perform: Perform = {
    open: ({ linkId, path }) => {
      const socket = this.#ports.venue.openSocket(path, {
        opened: () => this.#step({ type: 'opened', linkId }),
        text: (text) => this.#frame(linkId, text, () => encoder.encode(text)),
        bytes: (frame) => this.#frame(linkId, decoder.decode(frame), () => frame),
        closed: (_code, reason) => {
          this.#sockets.delete(linkId)
          this.#step({ type: 'closed', linkId, reason })
        },
      })
      this.#sockets.set(linkId, socket)
    },
    send: ({ linkId, text }) => this.#sockets.get(linkId)?.send(text),
    close: ({ linkId }) => this.#sockets.get(linkId)?.close(),
    ask: ({ request }) => this.#ports.venue.send(request, REQUEST_TIMEOUT_US, (result) => this.#step({ type: 'answered', result })),
    snapshot: ({ symbol, text }) => this.#write(text, symbol),
    lost: ({ symbols }) => this.#ports.lost?.(symbols),
    say: ({ text }) => this.#ports.say(text),
    timer: ({ id, afterUs }) => {
      this.#timers.get(id)?.()
      const cancel = this.#ports.clock.after(afterUs, () => {
        this.#timers.delete(id)
        this.#step({ type: 'fired', id })
      })
      this.#timers.set(id, cancel)
    },
  }
}

/**
 * Records the public streams of some symbols as they come, with a snapshot of each after every start of its connection where the stream does
 * not bring the book. What fails is tried again ever more slowly, at least once a minute.
 */
export const recordMarket = (ports: RecorderPorts, symbols: readonly string[]): MarketRecorder => new StreamRecorder(ports, symbols)
