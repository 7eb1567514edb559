import { isTradeError } from '../base/errors.ts'
import type { MonoUs } from '../base/units.ts'
import type { RingReader, RingVisitor } from '../ports/ring.ts'
import { type BellClient, connectBell } from './bell.ts'

const POLL_MS = 50
const BEAT_AGE_US_MAX = 1_000_000
/** Least time between two looks for a new ring. */
const OPEN_EVERY_US = 200_000
/** More than any ring holds. */
const ALL_RECORDS = 1_000_000_000
const BATCH_RECORDS = 256
/** Empty polls before a busy follower lets the event loop turn once. */
const SPIN_POLLS = 2_000

export interface FollowOptions {
  /** Maps the present ring; a TradeError of category retry means that there is none yet. */
  open(): RingReader
  readonly bellPath: string
  readonly visitor: RingVisitor
  /** The host's monotonic clock, the one that the writer beats with. */
  nowMonoUs(): MonoUs
  /** A ring was opened, the first or a new epoch: books need a snapshot. `previous` is closed and still has its counts. */
  onOpen?(reader: RingReader, previous: RingReader | undefined): void
  /** What ended the following: a foreign ring, or an error thrown by the visitor. */
  onError(error: unknown): void
  /** Spins instead of waiting for the bell; for a thread that owns a core. */
  readonly busyPoll?: boolean
}

export interface RingFollower {
  /** The ring now followed; undefined before the first. */
  reader(): RingReader | undefined
  close(): void
}

class Follower implements RingFollower {
  readonly #options: FollowOptions
  readonly #timer: NodeJS.Timeout
  #reader: RingReader | undefined
  #bell: BellClient | undefined
  /** The bell closed: the writer is probably gone, so look for its successor without waiting for the beat to age. */
  #isSuspect = false
  #isArmed = false
  #isDrainDue = false
  #isClosed = false
  #openDueUs = 0

  constructor(options: FollowOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#guard(() => this.#check()), POLL_MS)
    this.#guard(() => this.#check())
    if (options.busyPoll === true) this.#spin()
  }

  reader(): RingReader | undefined {
    return this.#reader
  }

  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
    this.#bell?.close()
    this.#reader?.close()
  }

  #guard(work: () => void): void {
    if (this.#isClosed) return
    try {
      work()
    } catch (error) {
      this.close()
      this.#options.onError(error)
    }
  }

  #check(): void {
    this.#drain()
    if (this.#isStale()) this.#reopen()
    if (this.#reader !== undefined && this.#bell === undefined && this.#options.busyPoll !== true) this.#connect()
  }

  #isStale(): boolean {
    const reader = this.#reader
    if (reader === undefined || this.#isSuspect || reader.state() === 2) return true
    return this.#options.nowMonoUs() - reader.writerBeatUs() > BEAT_AGE_US_MAX
  }

  #reopen(): void {
    const nowUs = this.#options.nowMonoUs()
    if (nowUs < this.#openDueUs) return
    this.#openDueUs = nowUs + OPEN_EVERY_US
    const next = this.#tryOpen()
    if (next === undefined) return
    const previous = this.#reader
    this.#isSuspect = false
    if (previous !== undefined && next.epoch === previous.epoch && next.createdUs === previous.createdUs) next.close()
    else this.#follow(next, previous)
  }

  #follow(next: RingReader, previous: RingReader | undefined): void {
    previous?.poll(this.#options.visitor, ALL_RECORDS)
    previous?.close()
    this.#bell?.close()
    this.#bell = undefined
    this.#reader = next
    this.#options.onOpen?.(next, previous)
    this.#drain()
  }

  #tryOpen(): RingReader | undefined {
    try {
      return this.#options.open()
    } catch (error) {
      if (isTradeError(error) && error.category === 'retry') return undefined
      throw error
    }
  }

  #connect(): void {
    const bell = connectBell(this.#options.bellPath, {
      onRing: () => {
        this.#isArmed = false
        this.#guard(() => this.#drain())
      },
      onClosed: () => {
        if (this.#bell !== bell) return
        this.#bell = undefined
        this.#isSuspect = true
      },
    })
    this.#bell = bell
    this.#isArmed = false
    this.#drain()
  }

  /** One batch, then the bell; the rest follows in the next turn of the event loop, so that a fast writer cannot lock it. */
  #drain(): void {
    const reader = this.#reader
    if (reader === undefined) return
    const shown = reader.poll(this.#options.visitor, BATCH_RECORDS)
    if (shown < BATCH_RECORDS) this.#arm(reader)
    else this.#drainLater()
  }

  #arm(reader: RingReader): void {
    if (this.#bell === undefined || this.#isArmed || this.#isClosed) return
    this.#isArmed = true
    this.#bell.arm(reader.position())
  }

  #drainLater(): void {
    if (this.#isDrainDue) return
    this.#isDrainDue = true
    setImmediate(() => {
      this.#isDrainDue = false
      this.#guard(() => this.#drain())
    })
  }

  #spin(): void {
    setImmediate(() => {
      this.#guard(() => {
        for (let turn = 0; turn < SPIN_POLLS; turn++) this.#reader?.poll(this.#options.visitor, BATCH_RECORDS)
      })
      if (!this.#isClosed) this.#spin()
    })
  }
}

/** Shows every record of the ring to the visitor, epoch after epoch, until it is closed. Works in any thread: each maps the file itself. */
export const followRing = (options: FollowOptions): RingFollower => new Follower(options)
