import { Flags } from '@oclif/core'
import { TradeCommand } from '../../lib/cli/command.ts'
import { mdViewFlags, symbolsOf, viewMd, viewOptions } from '../../lib/cli/md-view.ts'
import { thinned } from '../../lib/cli/record-thinning.ts'

export class MdTop extends TradeCommand {
  static override summary = 'the best prices of a running md'
  static override description = 'Prints NDJSON; ends with 3 when no md runs. Symbols that it does not follow yet are followed from now on.'
  static override examples = ['trade md top --symbol BTCUSDT,ETHUSDT', 'trade md top --symbol BTCUSDT --every 1s --limit 5']
  static override flags = {
    ...mdViewFlags,
    every: Flags.string({ description: 'at most one record of a symbol in this time', default: '0', helpValue: 'DURATION' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(MdTop)
    await viewMd(this.places(flags), symbolsOf(flags), () => ({ topics: ['market_data.{symbol}.ticker'], ...viewOptions(flags), show: thinned(flags.every) }))
  }
}
