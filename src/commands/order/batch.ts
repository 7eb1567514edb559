import process from 'node:process'
import { Args } from '@oclif/core'
import { TradeError } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { durationMs } from '../../lib/cli/duration.ts'
import { withExec } from '../../lib/cli/exec-peer.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { submitBatch } from '../../lib/cli/order-batch.ts'
import { waitFlags } from '../../lib/cli/order-command.ts'
import { recordWriter } from '../../lib/cli/output.ts'

export class OrderBatch extends TradeCommand {
  static override summary = 'orders from standard input, one JSON object a line; one answer a line, in the same order'
  static override description = [
    "Fields as of 'order.submit': symbol, side, qty, price, type, tif, postOnly, reduceOnly, id, strategy. Name an 'id' to be able to run the same file again.",
    'Exit code 0 only when all were accepted, else that of the first one that was not.',
  ].join('\n')
  static override examples = [
    `echo '{"symbol":"BTCUSDT","side":"buy","qty":"0.001","price":"60000"}' | trade order batch -`,
    'jq -c .[] plan.json | trade order batch - | jq -r .status',
  ]
  static override args = { input: Args.string({ description: '- for standard input', default: '-', options: ['-'] }) }
  static override flags = { ...commonFlags, ...waitFlags }

  async run(): Promise<void> {
    const { flags } = await this.parse(OrderBatch)
    if (process.stdin.isTTY)
      throw new TradeError('USAGE', 'standard input is a terminal', { exit: EXIT.usage, hint: 'jq -c .[] plan.json | trade order batch -' })
    const out = recordWriter(process.stdout)
    const patience = { wait: flags.wait, forMs: durationMs(flags.for, 'for') }
    process.exitCode = await withExec(this.places(flags), (peer) => submitBatch(peer, process.stdin, { ...patience, answer: (record) => out.write(record) }))
    await out.flush()
  }
}
