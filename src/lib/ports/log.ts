/** Levels of the log, the least important first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Structured log: `message` is a constant sentence, values are fields. */
export interface Log {
  write(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void
}
