import { Args, Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { durationMs } from '../../lib/cli/duration.ts'
import { askExec, withExec } from '../../lib/cli/exec-peer.ts'
import { watchExec } from '../../lib/cli/exec-stream.ts'
import { onSignals } from '../../lib/io/process.ts'

export class OrderWatch extends TradeCommand {
  static override summary = 'what becomes of orders, as NDJSON without a gap'
  static override description = 'Without an id every event of exec from now on; with one the whole life of that order, until it has ended.'
  static override examples = ['trade order watch', 'trade order watch --for 10s | jq -r \'select(.type=="order.filled").fill.qty\'', 'trade order watch ID']
  static override args = { id: Args.string({ description: 'id of the order' }) }
  static override flags = { ...commonFlags, for: Flags.string({ description: 'end after this time', default: '0', helpValue: 'DURATION' }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(OrderWatch)
    const stopped = new Promise<void>((done) => onSignals({ stop: () => done() }))
    await withExec(this.places(flags), async (peer) => {
      if (args.id !== undefined) await askExec(peer, 'order.status', { clientOrderId: args.id })
      await watchExec(peer, { id: args.id ?? null, forMs: durationMs(flags.for, 'for') }, stopped)
    })
  }
}
