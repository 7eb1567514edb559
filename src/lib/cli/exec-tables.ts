import type { ExecStatus } from '../contracts/exec-control.ts'

type Row = readonly string[]

const aligned = (rows: readonly Row[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: Row): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('')
}

const seconds = (us: number): string => `${us / 1_000_000}s`

/** Budgets of the venue for the eyes. */
export const budgetTable = ({ budgets }: ExecStatus): string =>
  aligned([
    ['BUDGET', 'WINDOW', 'USED', 'LIMIT'],
    ...budgets.map(({ kind, intervalUs, usedCount, limitCount }) => [kind, seconds(intervalUs), String(usedCount), String(limitCount)]),
  ])

/** Breakers for the eyes. */
export const breakerTable = ({ breakers }: ExecStatus): string => aligned([['BREAKER', 'STATE'], ...breakers.map(({ group, state }) => [group, state])])

const flat = (values: Readonly<Record<string, unknown>>): Row[] => Object.entries(values).map(([name, value]) => [name, String(value ?? '-')])

/** Everything for the eyes. */
export const statusTable = (status: ExecStatus): string => {
  const { epoch, phase, risk, streamSinceUs, bannedForUs, clock, counts, halts } = status
  const stream = streamSinceUs === null ? 'not followed' : 'followed'
  const halted = halts.length === 0 ? 'none' : halts.map(({ scope, level }) => `${scope} ${level}`).join(', ')
  const head = aligned([
    ...flat({ phase, halts: halted, risk, stream, epoch, bannedForUs }),
    ...flat(counts),
    ...flat({ clockOffsetUs: clock.offsetUs, clockSpreadUs: clock.spreadUs }),
  ])
  return `${head}\n${breakerTable(status)}\n${budgetTable(status)}`
}
