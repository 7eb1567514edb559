import { createHash } from 'node:crypto'
import process from 'node:process'
import { policyText, RiskConfig } from '../daemons/risk/config.ts'
import { riskDaemon } from '../daemons/risk/shell.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { openHost, runHosted } from '../lib/cli/daemon-host.ts'
import { conclude } from '../lib/codec/settings.ts'

export class Risk extends DaemonCommand {
  static override summary = 'pre-trade risk: every order is judged here, no answer is a denial'
  static override description = 'Size, value, price collar, position, rate and halt. A halt latches and survives restarts.'
  static override examples = ['trade risk', 'trade risk --http 127.0.0.1:9106', 'trade risk -v']
  static override flags = daemonFlags

  async run(): Promise<void> {
    const { flags } = await this.parse(Risk)
    const policy = conclude(RiskConfig, {}, 'risk')
    const config = { ...policy, policyVersion: createHash('sha256').update(policyText(policy)).digest('hex') }
    const host = openHost('risk', this.places(flags), flags)
    process.exitCode = await runHosted(host, { spec: riskDaemon(), journaled: true, compose: (base) => ({ config, ports: base }) })
  }
}
