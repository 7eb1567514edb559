import process from 'node:process'
import { timeOfDay } from '../io/calendar.ts'
import { systemClock } from '../io/clock.ts'
import { drawer } from './live-view.ts'
import type { RecordWriter } from './output.ts'

const DRAW_EVERY_US = 500_000
/** Height of a terminal that does not say. */
const ROWS = 24

type Fields = Readonly<Record<string, unknown>>
type Row = readonly string[]

/** How records become the rows of a table. */
export interface TableShape {
  readonly columns: Row
  /** Rows of one record; none for a record that the table does not show. */
  rows(record: Fields): readonly Row[]
  /** `symbol`: the newest rows of each symbol stay; a number: so many rows, the newest first. */
  readonly keep: 'symbol' | number
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '-')
const fields = (record: Fields, names: Row): Row => names.map((name) => text(record[name]))
const timeOf = (ts: unknown): string => (typeof ts === 'number' ? timeOfDay(ts) : '-')
const levelsOf = (side: unknown): ReadonlyArray<readonly [string, string]> => (Array.isArray(side) ? side : [])

const bookRows = (record: Fields): Row[] => {
  const [bids, asks] = [levelsOf(record['bids']), levelsOf(record['asks'])]
  return Array.from({ length: Math.max(bids.length, asks.length, 1) }, (_, level) => {
    const [bid = '', bidQty = ''] = bids[level] ?? []
    const [ask = '', askQty = ''] = asks[level] ?? []
    return [level === 0 ? text(record['symbol']) : '', level === 0 ? text(record['state']) : '', bidQty, bid, ask, askQty]
  })
}

const TOP = ['symbol', 'bidQty', 'bid', 'ask', 'askQty', 'updateId']
const TRADE = ['symbol', 'side', 'price', 'qty', 'tradeId']
const BAR = ['symbol', 'spec', 'open', 'high', 'low', 'close', 'volume', 'trades']

/** What each view of market data looks like on a terminal. */
export const MD_TABLES = {
  book: { columns: ['symbol', 'state', 'bidQty', 'bid', 'ask', 'askQty'], keep: 'symbol', rows: bookRows },
  top: { columns: TOP, keep: 'symbol', rows: (record) => (record['type'] === 'ticker' ? [fields(record, TOP)] : []) },
  trades: { columns: ['time', ...TRADE], keep: 20, rows: (record) => [[timeOf(record['ts']), ...fields(record, TRADE)]] },
  bars: { columns: ['end', ...BAR], keep: 20, rows: (record) => [[timeOf(record['ts']), ...fields(record, BAR)]] },
} as const satisfies Readonly<Record<string, TableShape>>

/** The newest of what came, as lines of padded cells. */
export class LiveTable {
  readonly #shape: TableShape
  readonly #bySymbol = new Map<string, readonly Row[]>()
  #newest: readonly Row[] = []

  constructor(shape: TableShape) {
    this.#shape = shape
  }

  take(record: object): void {
    const rows = this.#shape.rows(record as Fields)
    if (rows.length === 0) return
    if (this.#shape.keep === 'symbol') this.#bySymbol.set(text((record as Fields)['symbol']), rows)
    else this.#newest = [...rows, ...this.#newest].slice(0, this.#shape.keep)
  }

  lines(): string[] {
    const rows = [this.#shape.columns, ...[...this.#bySymbol.values()].flat(), ...this.#newest]
    const widths = this.#shape.columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
    return rows.map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

/** Takes records like a stream does and draws the table of them over and over, twice a second. */
export const tableWriter = (shape: TableShape): RecordWriter => {
  const table = new LiveTable(shape)
  const draw = drawer()
  let waits = false
  const show = (): void => {
    waits = false
    draw(table.lines().slice(0, (process.stdout.rows || ROWS) - 1))
  }
  return {
    write: (record) => {
      table.take(record)
      if (waits) return
      waits = true
      systemClock().after(DRAW_EVERY_US, show)
    },
    flush: async () => show(),
    dropped: 0,
    isBehind: false,
  }
}
