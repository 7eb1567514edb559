import process from 'node:process'
import { Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { withExec } from '../../lib/cli/exec-peer.ts'
import { symbolValue } from '../../lib/cli/flag-values.ts'
import { ordersOf } from '../../lib/cli/order-pages.ts'
import { printOrder } from '../../lib/cli/order-record.ts'

export class OrderLs extends TradeCommand {
  static override summary = 'open orders, oldest first'
  static override examples = [
    'trade order ls',
    'trade order ls --all --json | jq -r \'select(.status=="REJECTED").reason\'',
    'trade order ls --json | jq -r .id | trade order cancel -',
  ]
  static override flags = {
    ...commonFlags,
    symbol: Flags.string({ description: 'only of this symbol', parse: symbolValue('symbol') }),
    strategy: Flags.string({ description: 'only of this strategy' }),
    all: Flags.boolean({ description: 'ended orders too', default: false }),
    json: Flags.boolean({ description: 'records also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(OrderLs)
    await withExec(this.places(flags), async (peer) => {
      for await (const order of ordersOf(peer, { symbol: flags.symbol, strategyId: flags.strategy, all: flags.all })) {
        if (process.stdout.destroyed) return
        printOrder(order, flags.json)
      }
    })
  }
}
