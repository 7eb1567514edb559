import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { TradeError } from '../base/errors.ts'
import { fromLine } from '../codec/json.ts'
import { EXIT } from './exit.ts'

/** Shows each record of NDJSON text with its line number until `visit` says false; empty lines are none. A line that is no JSON object ends with exit code 65 and its number. */
export const readRecords = async (
  input: Readable,
  visit: (record: Readonly<Record<string, unknown>>, line: number) => boolean | Promise<boolean>,
): Promise<void> => {
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (text.trim() === '') continue
    const parsed = fromLine(text)
    if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
      throw new TradeError('INPUT_DAMAGED', `standard input is damaged at line ${line}: no JSON object`, { exit: EXIT.data, hint: 'NDJSON, one record a line' })
    if (!(await visit(parsed.value as Readonly<Record<string, unknown>>, line))) return
  }
}
