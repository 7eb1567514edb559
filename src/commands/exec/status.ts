import process from 'node:process'
import { Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { askExec, withExec } from '../../lib/cli/exec-peer.ts'
import { statusTable } from '../../lib/cli/exec-tables.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { toLine } from '../../lib/codec/json.ts'
import type { ExecStatus as Status } from '../../lib/contracts/exec-control.ts'

export class ExecStatus extends TradeCommand {
  static override summary = 'how exec stands: phase, halts, budgets, breakers, clock, counts'
  static override description =
    'A table on a terminal, else one JSON object. Exit code 0, 3 when no exec runs, 9 while everything is halted, 75 while it takes no orders.'
  static override examples = [
    'trade exec status',
    "trade exec status --json | jq -r '.budgets[]|[.kind,.usedCount,.limitCount]|@tsv'",
    'trade exec status --json | jq .counts',
  ]
  static override flags = { ...commonFlags, json: Flags.boolean({ description: 'a record also on a terminal', default: false }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(ExecStatus)
    const status = await withExec(this.places(flags), (peer) => askExec<Status>(peer, 'exec.status', {}))
    process.stdout.write(flags.json || !process.stdout.isTTY ? toLine({ v: 1, type: 'exec.status', ...status }) : statusTable(status))
    if (status.phase !== 'ready') process.exitCode = EXIT.temporary
    else if (status.halts.some(({ scope }) => scope === '*')) process.exitCode = EXIT.halted
  }
}
