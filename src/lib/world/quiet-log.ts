import type { Log } from '../ports/log.ts'

/** A log that keeps only what went wrong, for the report at the end. */
export const quietLog = (): Log & { readonly errors: string[] } => {
  const errors: string[] = []
  return {
    errors,
    write: (level, message, fields) => {
      if (level === 'error') errors.push(`${message} ${JSON.stringify(fields ?? {})}`)
    },
  }
}
