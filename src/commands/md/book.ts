import { Flags } from '@oclif/core'
import { TradeCommand } from '../../lib/cli/command.ts'
import { intervalMs } from '../../lib/cli/duration.ts'
import { MD_TABLES } from '../../lib/cli/live-table.ts'
import { mdViewFlags, viewMd } from '../../lib/cli/md-view.ts'
import { cut, thinned } from '../../lib/cli/record-thinning.ts'
import { symbolsOf, viewOptions } from '../../lib/cli/stream-flags.ts'

export class MdBook extends TradeCommand {
  static override summary = 'the books of a running md: the best levels of each side'
  static override description =
    'A live table on a terminal, else NDJSON; ends with 3 when no md runs. Symbols that it does not follow yet are followed from now on.'
  static override examples = ["trade md book --symbol BTCUSDT --depth 5 | jq -c '[.bids[0],.asks[0]]'", 'trade md book --symbol BTCUSDT,ETHUSDT --limit 10']
  static override flags = {
    ...mdViewFlags,
    depth: Flags.integer({ description: 'levels of each side', min: 1, max: 20, default: 20 }),
    every: Flags.string({ description: 'at most one book of a symbol in this time', default: '0', helpValue: 'DURATION' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(MdBook)
    await viewMd(this.places(flags), symbolsOf(flags), () => ({
      topics: ['market_data.{symbol}.orderbook'],
      ...viewOptions(flags),
      table: MD_TABLES.book,
      show: thinned(intervalMs(flags.every, 'every'), cut(flags.depth)),
    }))
  }
}
