import type { Instrument } from '../../../lib/model/instrument.ts'
import type { MarketRequest } from '../../../lib/venues/market.ts'
import type { RecordedLine } from './recorded-line.ts'
import type { Reference } from './reference.ts'

/** What a recorded frame is to the replay; everything that is neither goes to md as it is. */
export type FrameKind = 'diff' | 'snapshot' | 'other'

/** A venue as the replay plays it: how its recorded frames look and what its REST says. */
export interface Dialect {
  /** Name of the venue, as in `--venue`. */
  readonly venue: string
  /** Snapshots come from a reference book; false: the stream brings them and proves itself. */
  readonly isReferenced: boolean
  /** What md asks for; null: what it does by itself. */
  readonly channels: readonly string[] | null
  /** Null for a line that makes no sense, `aside` for one that is no frame. */
  readLine(line: Uint8Array): RecordedLine | null | 'aside'
  /** The venue's answer to a control message; null when it has none. */
  controlAnswer(text: string): string | null
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
