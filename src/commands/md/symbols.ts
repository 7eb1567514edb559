import process from 'node:process'
import { Args } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { askMd } from '../../lib/cli/md-view.ts'
import { recordWriter } from '../../lib/cli/output.ts'
import type { InstrumentInfo, InstrumentsAnswer } from '../../lib/contracts/market.ts'

const COLUMNS: readonly (keyof InstrumentInfo)[] = ['symbol', 'venue', 'status', 'tickSize', 'lotSize', 'minQty', 'minNotional']

const table = (instruments: readonly InstrumentInfo[]): string =>
  [COLUMNS as readonly string[], ...instruments.map((instrument) => COLUMNS.map((column) => instrument[column]))]
    .map(
      (row) =>
        `${row
          .map((cell) => cell.padEnd(14))
          .join(' ')
          .trimEnd()}\n`,
    )
    .join('')

export class MdSymbols extends TradeCommand {
  static override summary = 'the symbols that the venue of a running md trades, and their rules'
  static override description = 'A table on a terminal, else one JSON record a line. Ends with 3 when no md runs.'
  static override examples = ['trade md symbols', "trade md symbols BTC | jq -r '[.symbol,.tickSize] | @tsv'"]
  static override args = { part: Args.string({ description: 'only symbols that contain this', required: false }) }
  static override flags = { ...commonFlags }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MdSymbols)
    const { instruments } = await askMd<InstrumentsAnswer>(this.places(flags), 'md.instruments', {})
    const found = instruments.filter(({ symbol }) => symbol.includes((args.part ?? '').toUpperCase()))
    if (process.stdout.isTTY) process.stdout.write(table(found))
    else {
      const out = recordWriter(process.stdout)
      for (const instrument of found) out.write({ v: 1, type: 'instrument', ...instrument })
      await out.flush()
    }
  }
}
