import { BugError } from './errors.ts'

/** Stops the program when an invariant is broken; kept on in production. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new BugError(message)
}

/** The value, or a BugError when it is missing where the program's own logic says it cannot be. */
export const must = <T>(value: T | undefined | null, what: string): T => {
  if (value === undefined || value === null) throw new BugError(`${what} is missing`)
  return value
}

/** For the default branch of a switch over a union: the compiler proves that it is never reached. */
export const unreachable = (value: never): never => {
  throw new BugError(`unexpected value ${JSON.stringify(value)}`)
}
