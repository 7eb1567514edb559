/** Who must act: retry later, correct the request, or stop the process. */
export type ErrorCategory = 'retry' | 'reject' | 'fatal'

const mark = Symbol.for('trade.error')

/** An expected failure. `code` is stable and documented; `exit` is the process's exit code when it ends a command. */
export class TradeError extends Error {
  readonly code: string
  readonly category: ErrorCategory
  readonly exit: number
  readonly hint: string | undefined
  constructor(code: string, message: string, options: { category?: ErrorCategory; exit?: number; hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TradeError'
    this.code = code
    this.category = options.category ?? 'reject'
    this.exit = options.exit ?? 1
    this.hint = options.hint
    Object.defineProperty(this, mark, { value: true })
  }
}

/** A broken invariant: the program is wrong, not its input. */
export class BugError extends Error {
  override readonly name = 'BugError'
}

export const isTradeError = (error: unknown): error is TradeError => typeof error === 'object' && error !== null && mark in error

/** The text of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
