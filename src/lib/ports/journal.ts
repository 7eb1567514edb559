import type { Snapshot, SnapshotStore } from './snapshot.ts'

/** What a frame records; 1 to 8 on disk in this order. EPOCH opens an incarnation, IN is a stamped input, SNAPSHOT confirms one, the rest are class A decisions and effects. */
export type FrameType = 'EPOCH' | 'IN' | 'VERDICT' | 'SEND' | 'EVENT' | 'HALT' | 'RECON' | 'SNAPSHOT'

/** What a writer appends: the journal gives it its number. */
export interface FrameDraft {
  /** Epoch microseconds of the stamp; safe integer, explains but never orders. */
  readonly tsUs: number
  /** Incarnation of the writer, unsigned 32 bit, never falls within one journal. */
  readonly epoch: number
  readonly type: FrameType
  /** CBOR plain map, at most 64 KiB; longer is a TradeError `FRAME_TOO_LARGE`. The bytes are copied. */
  readonly payload: Uint8Array
}

/** A frame as it was read back. */
export interface Frame extends FrameDraft {
  /** Dense from 1 over the whole life of the journal; the only order of replay. */
  readonly seq: number
}

/** An append-only log with one writer. */
export interface Journal {
  /** Number of the last appended frame, durable or not; 0 when the journal is empty. */
  readonly lastSeq: number
  /** True while the next segment cannot be set aside because the disk is full: take no new orders, what is left of this segment is for cancels. */
  readonly onReserve?: boolean
  /** Number of the segment that the last appended frame lies in; 0 or undefined when there is none. */
  readonly segment?: number
  /** Takes a frame into the buffer and returns its seq. Nothing is durable before a `sync` that was called later reports success. */
  append(frame: FrameDraft): number
  /**
   * Calls `done` once everything appended before this call is durable; never synchronously. Calls made while a sync runs share the next one.
   * An error is final: the journal takes nothing more to disk and every later `sync` reports the same error.
   */
  sync(done: (error?: Error) => void): void
  /** Syncs what is buffered, then frees the file and its lock. */
  close(done: (error?: Error) => void): void
}

/** Bytes that recovery cut off behind the last good frame: they were never acknowledged. */
export interface TornTail {
  /** Segment that they were cut from. */
  readonly name: string
  /** Offset in that segment, in bytes. */
  readonly offset: number
  readonly bytes: Uint8Array
}

/** What opening hands over: the writer, and every frame that was already there. */
export interface OpenedJournal {
  readonly journal: Journal
  /** In order of seq; `journal.lastSeq` is the last one's. With a snapshot only the frames behind it. */
  readonly recovered: readonly Frame[]
  /** The newest that is sound and confirmed; undefined when all frames are in `recovered`. */
  readonly snapshot?: Snapshot
  /** Where snapshots are kept; undefined where none are wanted. */
  readonly snapshots?: SnapshotStore
  readonly torn?: TornTail
}
