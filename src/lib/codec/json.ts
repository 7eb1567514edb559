import { messageOf } from '../base/errors.ts'
import { fail, ok, type Result } from '../base/result.ts'

/** One NDJSON line with its line feed. Throws a TypeError on a bigint: money travels as a decimal string. */
export const toLine = (record: object): string => `${JSON.stringify(record)}\n`

/** The record of one line; never throws. */
export const fromLine = (line: string): Result<unknown> => {
  try {
    const value: unknown = JSON.parse(line)
    return ok(value)
  } catch (error) {
    return fail(`malformed json: ${messageOf(error)}`)
  }
}
