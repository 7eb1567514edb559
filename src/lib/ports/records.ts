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

/** Lines of a market recording, oldest first. */
export interface Feed {
  /** At most `max` lines; fewer only at the end, `[]` when exhausted. Damaged data throws a TradeError with exit code 65 and the line number. */
  pull(max: number): string[]
  /** Name of the file and number of the line that was pulled last; a feed that has it never mixes two files in one pull. */
  place?(): { readonly file: string; readonly line: number }
  close(): void
}
