import process from 'node:process'
import { Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { askExec, withExec } from '../../lib/cli/exec-peer.ts'
import { budgetTable } from '../../lib/cli/exec-tables.ts'
import { toLine } from '../../lib/codec/json.ts'
import type { ExecStatus } from '../../lib/contracts/exec-control.ts'

export class ExecLimits extends TradeCommand {
  static override summary = 'budgets of the venue, and what of them is used'
  static override description = 'A table on a terminal, else one JSON object a budget.'
  static override examples = ['trade exec limits', "trade exec limits --json | jq -r 'select(.usedCount*2>.limitCount).kind'", 'watch -n 1 trade exec limits']
  static override flags = { ...commonFlags, json: Flags.boolean({ description: 'records also on a terminal', default: false }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(ExecLimits)
    const status = await withExec(this.places(flags), (peer) => askExec<ExecStatus>(peer, 'exec.status', {}))
    const lines = status.budgets.map((budget) => toLine({ v: 1, type: 'exec.limit', ...budget }))
    process.stdout.write(flags.json || !process.stdout.isTTY ? lines.join('') : budgetTable(status))
  }
}
