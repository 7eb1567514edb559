/** An append-only file of NDJSON lines: truth log, checkpoints. */
export interface RecordLog {
  /** One line; it is in the page cache when this returns. */
  append(record: Readonly<Record<string, unknown>>): void
  /** Durable, then closed. */
  close(): void
}

/** One small JSON document, replaced as a whole by rename: counters, service record. */
export interface DocumentFile {
  replace(document: unknown): void
}

/** Where a line stands: name of its file, its number there from 1, and how often the recordings had been read before. */
export interface FeedPlace {
  readonly file: string
  readonly line: number
  readonly round: number
}

/** Lines of a market recording, oldest first. */
export interface Feed {
  /** At most `max` lines of one file and one round; `[]` when exhausted. Damaged data throws a TradeError with exit code 65 and the line number. */
  pull(max: number): string[]
  /** Place of the line that was pulled last. */
  place?(): FeedPlace
  /** The first lines of each file, at most `count` of each; the reading does not move. */
  heads(count: number): string[]
  close(): void
}
