import process from 'node:process'
import { Flags } from '@oclif/core'
import { TradeError } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { requireConsent } from '../../lib/cli/consent.ts'
import { durationMs } from '../../lib/cli/duration.ts'
import { withExec } from '../../lib/cli/exec-peer.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { symbolValue } from '../../lib/cli/flag-values.ts'
import { type Canceled, cancelIds, readIds } from '../../lib/cli/order-canceling.ts'
import { ordersOf } from '../../lib/cli/order-pages.ts'
import { printOrder } from '../../lib/cli/order-record.ts'
import type { CliPeer } from '../../lib/cli/peer.ts'

const EXTERNAL = 'EXTERNAL'

export class OrderCancel extends TradeCommand {
  static override summary = 'cancels orders and waits until the venue confirms that they are gone'
  static override description =
    'Prints each order as it ended. Exit code 0, 2 for an unknown one, 7 when one is not confirmed in time. Orders that had ended stay as they are.'
  static override examples = ['trade order cancel ID', 'trade order cancel --all', 'trade order ls --json | jq -r .id | trade order cancel -']
  static override strict = false
  static override flags = {
    ...commonFlags,
    all: Flags.boolean({ description: 'every open order of ours', default: false }),
    symbol: Flags.string({ description: 'every open order of this symbol', parse: symbolValue('symbol') }),
    strategy: Flags.string({ description: 'every open order of this strategy' }),
    yes: Flags.boolean({ char: 'y', description: 'ask nothing', default: false }),
    for: Flags.string({ description: 'wait at most so long', default: '10s', helpValue: 'DURATION' }),
    json: Flags.boolean({ description: 'records also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(OrderCancel)
    const places = this.places(flags)
    const isWide = flags.all || flags.symbol !== undefined || flags.strategy !== undefined
    if (argv.length === 0 && !isWide)
      throw new TradeError('USAGE', 'no order is named', { exit: EXIT.usage, hint: 'an id, - for ids on standard input, or --all' })
    if (isWide) await requireConsent(places, { danger: 'moderate', summary: 'cancel every open order' }, flags)
    const named = argv.includes('-') ? await readIds(process.stdin) : (argv as string[])
    await withExec(places, async (peer) => {
      const ids = isWide ? await this.openIds(peer, { symbol: flags.symbol, strategyId: flags.strategy }) : named
      const tell = ({ id, order }: Canceled): void => {
        if (order === null) process.stderr.write(`no order '${id}' is known\n`)
        else printOrder(order, flags.json)
      }
      const canceled = await cancelIds(peer, ids, { forMs: durationMs(flags.for, 'for'), tell })
      process.exitCode = canceled.find(({ exit }) => exit !== EXIT.ok)?.exit ?? EXIT.ok
    })
  }

  private async openIds(peer: CliPeer, filter: { symbol: string | undefined; strategyId: string | undefined }): Promise<string[]> {
    const ids: string[] = []
    for await (const { clientOrderId, strategyId } of ordersOf(peer, filter)) if (strategyId !== EXTERNAL) ids.push(clientOrderId)
    return ids
  }
}
