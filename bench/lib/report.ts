import { loadavg } from 'node:os'
import process from 'node:process'
import { median, quantile, ratios } from './stats.ts'

/** One figure of one peer: a sample per round. */
export interface Series {
  readonly case: string
  readonly peer: string
  readonly unit: string
  /** Messages in a round. */
  readonly n: number
  readonly samples: readonly number[]
}

interface Row extends Omit<Series, 'samples'> {
  readonly rounds: number
  readonly median: number
  readonly p10: number
  readonly p90: number
  /** Median of the rounds' ratios to the first peer of the case. */
  readonly ratio: number
  /** Widest of the middle 80 % of ratios between two series of the same code: a smaller difference says nothing. */
  readonly aa_spread: number
  readonly node: string
  /** One-minute load average of the host at the end. */
  readonly load: number
  /** The peers gave equal outputs before anything was timed. */
  readonly check: 'ok'
}

const round = (value: number): number => Number(value.toPrecision(4))

const spreadOf = (twin: Series, base: Series): number => {
  const all = ratios(twin.samples, base.samples)
  return Math.max(Math.abs(quantile(all, 0.1) - 1), Math.abs(quantile(all, 0.9) - 1))
}

/** `twin` names the peer that runs the base's code again, for the noise floor. */
const rowsOf = (series: readonly Series[], twin: string): Row[] =>
  series.map((one) => {
    const peers = series.filter((other) => other.case === one.case)
    const base = peers[0] ?? one
    const { samples, ...head } = one
    return {
      ...head,
      rounds: samples.length,
      median: round(median(samples)),
      p10: round(quantile(samples, 0.1)),
      p90: round(quantile(samples, 0.9)),
      ratio: round(median(ratios(samples, base.samples))),
      aa_spread: round(spreadOf(peers.find(({ peer }) => peer === twin) ?? base, base)),
      node: process.version,
      load: round(loadavg()[0] ?? Number.NaN),
      check: 'ok',
    }
  })

const COLUMNS = ['case', 'peer', 'unit', 'n', 'rounds', 'median', 'p10', 'p90', 'ratio', 'aa_spread'] as const

const tableOf = (rows: readonly Row[]): string => {
  const cells = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((column) => String(row[column])))]
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A table for people, then one JSON line per row. */
export const print = (series: readonly Series[], twin: string): void => {
  const rows = rowsOf(series, twin)
  process.stdout.write(`${tableOf(rows)}\n\n${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
}
