import process from 'node:process'
import { Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { askMd } from '../../lib/cli/md-view.ts'
import type { MarketHealth } from '../../lib/contracts/market-health.ts'

const tableOf = (rows: readonly object[]): string => {
  const columns = Object.keys(rows[0] ?? {})
  const cells = [columns, ...rows.map((row) => columns.map((column) => String((row as Readonly<Record<string, unknown>>)[column] ?? '-')))]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

const table = ({ connections, books }: MarketHealth): string => {
  const rows = books.map(({ horizon: _, ...book }) => book)
  return `${tableOf(connections)}\n${tableOf(rows)}`
}

export class MdHealth extends TradeCommand {
  static override summary = 'connections and books of a running md: gaps, resyncs, checks, age'
  static override description = [
    'A table on a terminal, else one JSON object. Exit code 0, 3 when no md runs, 8 when a book is not valid and --check is given.',
    'ageMs is the time since the last change of a book. Silence alone makes it stale after 10 s: of its connection, or of its diffs while trades',
    'or best prices go on; diffs that rest for 30 s where nothing moves are compared with a snapshot. Until then the book is valid.',
  ].join('\n')
  static override examples = ['trade md health', 'trade md health | jq \'.books[] | select(.state != "valid")\'', 'trade md health --check --symbol BTCUSDT']
  static override flags = {
    ...commonFlags,
    symbol: Flags.string({ description: 'symbols, separated by commas; all by default', multiple: true, delimiter: ',', helpValue: 'SYMBOL' }),
    check: Flags.boolean({ description: 'end with 8 when a book is not valid', default: false }),
    json: Flags.boolean({ description: 'one JSON object also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(MdHealth)
    const wanted = flags.symbol === undefined ? {} : { symbols: flags.symbol.map((symbol) => symbol.toUpperCase()) }
    const health = await askMd<MarketHealth>(this.places(flags), 'md.health', wanted)
    process.stdout.write(flags.json || !process.stdout.isTTY ? `${JSON.stringify({ v: 1, type: 'md.health', ...health })}\n` : table(health))
    const isGood = health.books.every(({ state }) => state === 'valid')
    process.exitCode = flags.check && !isGood ? EXIT.failed : EXIT.ok
  }
}
