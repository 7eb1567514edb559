import { join } from 'node:path'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { TradeError } from '../base/errors.ts'
import { usToMs } from '../base/time.ts'
import type { SeriesRow } from '../contracts/series.ts'
import { rfc3339Ms } from '../io/calendar.ts'
import { systemClock } from '../io/clock.ts'
import { dataFolder, type Places } from '../io/run-directory.ts'
import { readSeries, SERIES_FILE } from '../io/timeseries-reader.ts'
import { durationMs } from './duration.ts'
import { EXIT } from './exit.ts'
import { recordWriter } from './output.ts'

const US_PER_MS = 1_000
/** After so many rows the reader of the pipe is waited for. */
const FLUSH_ROWS = 4_096

/** Flags of a view that can show what is stored. */
export const rangeFlags = {
  from: Flags.string({ description: 'show what is stored since this time, or since so long ago; needs no daemon', helpValue: 'TIME' }),
  to: Flags.string({ description: 'until this time, or until so long ago; now by default', dependsOn: ['from'], helpValue: 'TIME' }),
}

/** A time of day as RFC 3339, or a span before now such as 1h, as microseconds; exit code 2 for anything else. */
export const momentUs = (text: string, nowUs: number, flag: string): number => {
  const ms = rfc3339Ms(text)
  const atUs = Number.isNaN(ms) ? nowUs - durationMs(text, flag) * US_PER_MS : ms * US_PER_MS
  if (Number.isFinite(atUs)) return atUs
  throw new TradeError('USAGE', `'--${flag}' ${text} is no time`, { exit: EXIT.usage, hint: 'like 2026-01-31T12:00:00Z, or 1h for an hour ago' })
}

/** What of the store is shown. */
export interface SeriesView {
  readonly table: SeriesRow['table']
  /** Type of the records. */
  readonly type: string
  readonly symbols: readonly string[]
  readonly from: string
  readonly to: string | undefined
  readonly spec?: string
  readonly limit: number
}

const rangeOf = ({ from, to }: SeriesView, nowUs: number): { readonly fromUs: number; readonly toUs: number } => {
  const range = { fromUs: momentUs(from, nowUs, 'from'), toUs: to === undefined ? nowUs : momentUs(to, nowUs, 'to') }
  if (range.fromUs <= range.toUs) return range
  const problem = to === undefined ? `'--from' '${from}' is not over yet` : `'--to' '${to}' is before '--from' '${from}'`
  throw new TradeError('USAGE', problem, { exit: EXIT.usage, hint: 'spans are counted back from now: --from 1h --to 30m' })
}

/** Prints rows of md's store as NDJSON, oldest first, and says so when there are none; waits for a slow reader. Exit code 65 when there is no store or it is damaged. */
export const printSeries = async (places: Places, view: SeriesView): Promise<void> => {
  const nowUs = systemClock().nowUs()
  const range = rangeOf(view, nowUs)
  const out = recordWriter(process.stdout)
  const rows: object[] = []
  readSeries(join(dataFolder(places, 'md'), SERIES_FILE), { ...view, ...range }, (row) => {
    const { atUs, closeUs } = row as { readonly atUs?: number; readonly closeUs?: number }
    rows.push({ v: 1, type: view.type, ts: usToMs(closeUs ?? atUs ?? 0), ...row })
    return rows.length < view.limit
  })
  for (let at = 0; at < rows.length && process.stdout.errored === null; at += FLUSH_ROWS) {
    for (const row of rows.slice(at, at + FLUSH_ROWS)) out.write(row)
    await out.flush()
  }
  if (rows.length === 0) process.stderr.write(`nothing is stored of ${view.symbols.map((symbol) => `'${symbol}'`).join(', ')} in this time\n`)
  process.exitCode = EXIT.ok
}
