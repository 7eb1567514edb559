import { msToUs, usToMs } from '../../../lib/base/time.ts'
import { epochUs, monoUs } from '../../../lib/base/units.ts'
import type { FaultPlan } from '../../../lib/contracts/faults.ts'
import type { BookStateChanged } from '../../../lib/contracts/market.ts'
import type { Core } from '../../../lib/daemon/core.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { DepthDiff, MarketVenue } from '../../../lib/venues/market.ts'
import type { MdConfig } from '../config.ts'
import { createMdCore } from '../core.ts'
import type { MdIn, MdOut } from '../events.ts'
import type { MdState } from '../state.ts'
import type { Dialect } from './dialect.ts'
import { Reference } from './reference.ts'
import type { Report } from './report.ts'
import { Rest } from './rest.ts'
import { Timeline } from './timeline.ts'
import { Watch } from './watch.ts'
import { Wire } from './wire.ts'

/** md is connected when the recording begins, and may hear answers after its end. */
const AROUND_US = 1_000_000
const ROUND_TRIP_US = 50_000
const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** One replay: a venue, what it recorded, and what goes wrong. */
export interface SessionOptions {
  readonly venue: MarketVenue
  readonly dialect: Dialect
  readonly config: MdConfig
  readonly instruments: readonly Instrument[]
  readonly faults: FaultPlan
  readonly seed: number
  /** Receive times of the first and the last frame. */
  readonly startUs: number
  readonly endUs: number
  /** Sees what md publishes, with the time of the replay. */
  readonly onPublish?: (message: Published, nowUs: number) => void
}

/** A message of md for its readers. */
export type Published = Extract<MdOut, { type: 'publish' }>

/** What a recorded frame turned out to be. */
export type Played = 'ok' | 'garbled'

/** The core of md against a recorded venue in virtual time: no sockets, no waiting. */
export class Session {
  readonly #options: SessionOptions
  readonly #timeline: Timeline
  readonly #core: Core<MdConfig, MdState, MdIn, MdOut>
  readonly #state: MdState
  readonly #references: ReadonlyMap<string, Reference>
  readonly #instruments: ReadonlyMap<string, Instrument>
  readonly #firstIds = new Map<string, number>()
  readonly #timers = new Map<string, () => void>()
  readonly #wire: Wire
  readonly #rest: Rest
  readonly #watch: Watch
  #seq = 0
  #lines = 0
  #failure: string | null = null

  constructor(options: SessionOptions) {
    const { venue, dialect, config, instruments, faults, seed, startUs, endUs } = options
    this.#options = options
    this.#timeline = new Timeline(startUs - AROUND_US)
    this.#core = createMdCore({ venue })
    this.#state = this.#core.init(config)
    this.#instruments = new Map(instruments.map((instrument) => [instrument.symbol, instrument]))
    this.#references = new Map(instruments.map((instrument) => [instrument.symbol, new Reference(instrument)]))
    this.#watch = new Watch((symbol) => this.#references.get(symbol), msToUs(config.backoffMinMs))
    const events = {
      opened: (socketId: number): void => {
        this.#firstIds.clear()
        this.#give({ type: 'socket.opened', socketId })
      },
      frame: (socketId: number, bytes: Uint8Array): void => this.#give({ type: 'socket.frame', socketId, bytes, receivedMonoUs: monoUs(this.#timeline.nowUs) }),
      closed: (socketId: number, reason: string): void => this.#give({ type: 'socket.closed', socketId, reason }),
    }
    this.#wire = new Wire(this.#timeline, events, { faults, seed, startUs, endUs })
    const streams = {
      reference: (symbol: string) => this.#references.get(symbol),
      firstId: (symbol: string) => this.#firstIds.get(symbol) ?? null,
      hold: () => this.#wire.hold(),
      release: () => this.#wire.release(),
    }
    this.#rest = new Rest(this.#timeline, { dialect, streams }, { faults, seed, instruments })
    this.#give({ type: 'start', epoch: 1 })
  }

  get dialect(): Dialect {
    return this.#options.dialect
  }

  /** When the first frame was received. */
  get startUs(): number {
    return this.#options.startUs
  }

  /** Why md gave up, if it did. */
  get failure(): string | null {
    return this.#failure
  }

  /** True when a symbol of the recording never had a snapshot. */
  get lacksSnapshot(): boolean {
    return this.#options.dialect.isReferenced && [...this.#references.values()].some(({ ready }) => !ready)
  }

  play(atUs: number, bytes: Uint8Array): Played {
    this.#lines += 1
    this.#timeline.advance(atUs)
    const kind = this.#options.dialect.kindOf(bytes)
    if (kind === 'snapshot') return this.#snapshot(bytes)
    if (kind === 'diff') return this.#diff(bytes)
    const { garbled } = this.#state.counts
    this.#wire.send(bytes)
    return this.#state.counts.garbled > garbled ? 'garbled' : 'ok'
  }

  end(): Report {
    const { startUs, endUs, dialect } = this.#options
    this.#timeline.advance(endUs + AROUND_US)
    this.#watch.end(endUs)
    const { counts } = this.#state
    const { compared, wrong, validUs, stalePeriods, healed, unreported, hurried } = this.#watch
    const symbols = this.#references.size
    return {
      venue: dialect.venue,
      symbols,
      lines: this.#lines,
      diffs: counts.diffs,
      gaps: counts.gaps,
      crossed: counts.crossed,
      checks: counts.checks,
      mismatches: counts.mismatches,
      duplicates: counts.duplicates,
      garbled: counts.garbled,
      trades: counts.trades,
      tickers: counts.tickers,
      resyncs: counts.resyncs,
      snapshots: counts.snapshots,
      reconnects: counts.reconnects,
      staleMs: usToMs(counts.staleUs),
      spanMs: usToMs(endUs - startUs),
      validMs: usToMs(validUs / symbols),
      compared,
      wrongWhileValid: wrong,
      stalePeriods,
      unhealed: stalePeriods - healed,
      unreported,
      hurriedSnapshots: hurried,
    }
  }

  #snapshot(bytes: Uint8Array): Played {
    const waiting = [...this.#references.values()].find(({ ready }) => !ready)
    if (waiting === undefined) return 'ok'
    const body = decoder.decode(bytes)
    const read = this.#options.venue.readSnapshot({ ok: true, status: 200, headers: {}, body, sentMonoUs: 0 }, waiting.instrument)
    if (!read.ok) return 'garbled'
    waiting.load(read.value)
    this.#rest.recorded(waiting.instrument.symbol, body)
    return 'ok'
  }

  #diff(bytes: Uint8Array): Played {
    const frame = this.#options.venue.readFrame(bytes, this.#instruments)
    if (frame.type !== 'diff') return frame.type === 'garbled' ? 'garbled' : 'ok'
    this.#note(frame)
    this.#wire.sendDiff(frame.symbol, bytes)
    return 'ok'
  }

  #note(diff: DepthDiff): void {
    this.#references.get(diff.symbol)?.apply(diff)
    if (!this.#firstIds.has(diff.symbol)) this.#firstIds.set(diff.symbol, diff.firstId)
  }

  #give(input: MdIn): void {
    this.#seq += 1
    const { nowUs } = this.#timeline
    this.#core.step(this.#state, { seq: this.#seq, nowUs: epochUs(nowUs), input }, (out) => this.#perform(out))
    for (const line of this.#state.lines.values()) this.#watch.look(line, nowUs)
  }

  #perform(out: MdOut): void {
    const perform = this.#effects[out.type] as ((out: MdOut) => void) | undefined
    perform?.(out)
  }

  /** What else md does, such as records of the ring, nobody watches here. */
  readonly #effects: { readonly [Type in MdOut['type']]?: (out: Extract<MdOut, { type: Type }>) => void } = {
    'timer.set': ({ id, afterUs }) => {
      this.#timers.get(id)?.()
      const cancel = this.#timeline.after(afterUs, () => {
        this.#timers.delete(id)
        this.#give({ type: 'timer.fired', id })
      })
      this.#timers.set(id, cancel)
    },
    'timer.clear': ({ id }) => {
      this.#timers.get(id)?.()
      this.#timers.delete(id)
    },
    'socket.open': ({ socketId, path }) => this.#wire.open(socketId, path),
    'socket.send': ({ text }) => {
      const answer = this.#options.dialect.controlAnswer(text)
      if (answer !== null) this.#timeline.after(ROUND_TRIP_US, () => this.#wire.send(encoder.encode(answer)))
    },
    'socket.close': ({ socketId }) => this.#wire.close(socketId),
    'venue.request': ({ id, request }) => {
      const symbol = this.#options.dialect.snapshotSymbol(request)
      if (symbol !== null) this.#watch.requested(symbol, this.#timeline.nowUs)
      this.#rest.send(request, (result) => this.#give({ type: 'venue.answered', id, result }))
    },
    publish: (message) => {
      this.#options.onPublish?.(message, this.#timeline.nowUs)
      if (message.kind !== 'state') return
      const { symbol, state } = message.body as BookStateChanged
      this.#watch.reported(symbol, state, this.#timeline.nowUs)
    },
    failed: ({ message }) => {
      this.#failure = message
    },
  }
}
