import { Flags } from '@oclif/core'
import { TradeCommand } from '../../lib/cli/command.ts'
import { intervalMs } from '../../lib/cli/duration.ts'
import { MD_TABLES } from '../../lib/cli/live-table.ts'
import { mdViewFlags, viewMd } from '../../lib/cli/md-view.ts'
import { thinned } from '../../lib/cli/record-thinning.ts'
import { printSeries, rangeFlags } from '../../lib/cli/series-view.ts'
import { symbolsOf, viewOptions } from '../../lib/cli/stream-flags.ts'

export class MdTop extends TradeCommand {
  static override summary = 'the best prices of a running md, or those that it has stored'
  static override description = [
    'A live table on a terminal, else NDJSON; ends with 3 when no md runs. Symbols that it does not follow yet are followed from now on.',
    'With --from the samples in the store, one a second where something changed, without any daemon; ends with 65 when there is no store.',
  ].join('\n')
  static override examples = [
    'trade md top --symbol BTCUSDT,ETHUSDT',
    'trade md top --symbol BTCUSDT --every 1s --limit 5',
    'trade md top --symbol BTCUSDT --from 1h',
  ]
  static override flags = {
    ...mdViewFlags,
    ...rangeFlags,
    every: Flags.string({ description: 'at most one record of a symbol in this time', default: '0', helpValue: 'DURATION' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(MdTop)
    if (flags.from !== undefined) {
      await printSeries(this.places(flags), { table: 'tops', type: 'top', symbols: symbolsOf(flags), from: flags.from, to: flags.to, limit: flags.limit })
      return
    }
    await viewMd(this.places(flags), symbolsOf(flags), () => ({
      topics: ['market_data.{symbol}.ticker'],
      ...viewOptions(flags),
      table: MD_TABLES.top,
      show: thinned(intervalMs(flags.every, 'every')),
    }))
  }
}
