import { TradeCommand } from '../../lib/cli/command.ts'
import { MD_TABLES } from '../../lib/cli/live-table.ts'
import { mdViewFlags, viewMd } from '../../lib/cli/md-view.ts'
import { symbolsOf, viewOptions } from '../../lib/cli/stream-flags.ts'

export class MdTrades extends TradeCommand {
  static override summary = 'the public trades of a running md, each once'
  static override description =
    'A live table on a terminal, else NDJSON; ends with 3 when no md runs. Symbols that it does not follow yet are followed from now on.'
  static override examples = [
    "trade md trades --symbol BTCUSDT | jq -r '[.price,.qty,.side] | @tsv'",
    'trade md trades --symbol BTCUSDT --for 10s | trade md bars --spec 1s -',
  ]
  static override flags = {
    ...mdViewFlags,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(MdTrades)
    await viewMd(this.places(flags), symbolsOf(flags), () => ({ topics: ['market_data.{symbol}.trades'], ...viewOptions(flags), table: MD_TABLES.trades }))
  }
}
