import type { Instrument } from '../../../lib/model/instrument.ts'
import type { MarketRequest } from '../../../lib/venues/market.ts'
import type { RecordedLine } from './recorded-line.ts'
import type { Reference } from './reference.ts'

/** What a recorded frame is to the replay; everything that is neither goes to md as it is. */
export type FrameKind = 'diff' | 'snapshot' | 'other'

/** A control message as the venue understands it. */
export interface StreamControl {
  /** Symbols whose stream begins, and ends. */
  readonly begins: readonly string[]
  readonly ends: readonly string[]
  readonly answer: string
}

/** A venue whose streams bring the books themselves. */
export interface StreamDialect {
  /** Null for a text that is no control message. */
  control(text: string): StreamControl | null
  /** A whole book as the stream brings it. */
  whole(reference: Reference): string
}

/** A venue as the replay plays it: how its recorded frames look and what its REST says. */
export interface Dialect {
  /** Name of the venue, as in `--venue`. */
  readonly venue: string
  /** How its streams bring the books and prove them; null: snapshots come over REST. */
  readonly stream: StreamDialect | null
  /** What md asks for; null: what it does by itself. */
  readonly channels: readonly string[] | null
  /** Null for a line that makes no sense, `aside` for one that is no frame. */
  readLine(line: Uint8Array): RecordedLine | null | 'aside'
  /** True for the JSON of a frame that only this venue sends. */
  claims(text: string): boolean
  kindOf(frame: Uint8Array): FrameKind
  /** Rules of the symbols in the first frames of a recording. */
  infer(frames: readonly string[]): Instrument[]
  /** Body of the list of instruments. */
  instrumentsBody(instruments: readonly Instrument[]): string
  /** Symbol of a snapshot request; null for another request. */
  snapshotSymbol(request: MarketRequest): string | null
  /** Body of a snapshot of the reference book under the update id `updateId`. */
  snapshotBody(reference: Reference, updateId: number, request: MarketRequest): string
}
