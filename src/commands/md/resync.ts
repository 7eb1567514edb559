import process from 'node:process'
import { Args } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { symbolValue } from '../../lib/cli/flag-values.ts'
import { askMd } from '../../lib/cli/md-view.ts'

export class MdResync extends TradeCommand {
  static override summary = 'lets a running md build the book of a symbol again from a new snapshot'
  static override description =
    'The book is stale until then. Prints the answer as JSON; ends with 3 when no md runs, with 2 when it does not follow the symbol.'
  static override examples = ['trade md resync BTCUSDT', "trade md resync BTCUSDT && trade md health --symbol BTCUSDT | jq '.books[0].resyncs'"]
  static override args = { symbol: Args.string({ description: 'symbol', required: true, parse: symbolValue('symbol') }) }
  static override flags = { ...commonFlags }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MdResync)
    const answer = await askMd<object>(this.places(flags), 'md.resync', { symbol: args.symbol })
    process.stdout.write(`${JSON.stringify({ v: 1, type: 'md.resync', symbol: args.symbol, ...answer })}\n`)
  }
}
