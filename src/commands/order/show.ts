import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { askExec, withExec } from '../../lib/cli/exec-peer.ts'
import { exitOfOrder } from '../../lib/cli/order-exit.ts'
import { printOrder } from '../../lib/cli/order-record.ts'
import type { StatusAnswer } from '../../lib/contracts/exec.ts'

export class OrderShow extends TradeCommand {
  static override summary = 'one order as exec has it'
  static override description = 'Exit code 0, 2 when there is none, else what the order came to: 5 risk, 6 venue, 7 unknown, 9 halted.'
  static override examples = ['trade order show ID', 'trade order show --intent mine-1', 'trade order show ID --json | jq -r .status']
  static override args = { id: Args.string({ description: 'id of the order' }) }
  static override flags = {
    ...commonFlags,
    intent: Flags.string({ description: 'instead of the id: the intent that it was placed with' }),
    strategy: Flags.string({ description: 'strategy of that intent', default: 'cli' }),
    json: Flags.boolean({ description: 'a record also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(OrderShow)
    const query = flags.intent === undefined ? { clientOrderId: args.id ?? '' } : { intentId: flags.intent, strategyId: flags.strategy }
    const { orders } = await withExec(this.places(flags), (peer) => askExec<StatusAnswer>(peer, 'order.status', query))
    for (const order of orders) {
      printOrder(order, flags.json)
      process.exitCode = exitOfOrder(order)
    }
  }
}
