import { join } from 'node:path'
import process from 'node:process'
import { AcctConfig } from '../daemons/acct/config.ts'
import { acctDaemon } from '../daemons/acct/shell.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { openHost, runHosted } from '../lib/cli/daemon-host.ts'
import { conclude } from '../lib/codec/settings.ts'
import { documentFile } from '../lib/io/document-file.ts'

export class Acct extends DaemonCommand {
  static override summary = 'account monitor: balances, positions, profit and loss to the last digit'
  static override description = 'Rebuilds its books from exec.events at every start and publishes acct.state.'
  static override examples = ['trade acct', 'trade acct --http 127.0.0.1:9105', "trade tail acct.state | jq '.equity'"]
  static override flags = daemonFlags

  async run(): Promise<void> {
    const { flags } = await this.parse(Acct)
    const config = conclude(AcctConfig, {}, 'acct')
    const host = openHost('acct', this.places(flags), flags)
    const state = documentFile(join(host.data, 'state.json'))
    process.exitCode = await runHosted(host, { spec: acctDaemon(), journaled: false, compose: (base) => ({ config, ports: { ...base, state } }) })
  }
}
