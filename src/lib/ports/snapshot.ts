/** Where in a journal a snapshot stands: it is the state after frame `seq`. */
export interface SnapshotMark {
  /** Segment in which frame `seq + 1` is found, from 1. */
  readonly segment: number
  readonly seq: number
  /** Epoch microseconds of the last stamp before it. */
  readonly tsUs: number
  /** Highest epoch up to it. */
  readonly epoch: number
}

/** A snapshot that a journal confirms; recovery folds only the frames behind it. */
export interface Snapshot extends SnapshotMark {
  /** CBOR values, in the order in which they were written. */
  readonly parts: readonly unknown[]
}

/** What was written, for the frame that confirms it. */
export interface SavedSnapshot {
  /** SHA-256 of the whole file, in hexadecimal. */
  readonly sha256: string
  readonly bytes: number
}

/** Keeps snapshots beside a journal. */
export interface SnapshotStore {
  /** Takes `parts` (CBOR, at most 1 MiB each) a few at a time, between which others run; `done` comes once all is durable, or with an error. */
  save(mark: SnapshotMark, parts: Iterator<Uint8Array>, done: (error: Error | null, saved: SavedSnapshot | null) => void): void
}
