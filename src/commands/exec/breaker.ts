import { userInfo } from 'node:os'
import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { requireConsent } from '../../lib/cli/consent.ts'
import { askExec, withExec } from '../../lib/cli/exec-peer.ts'
import { breakerTable } from '../../lib/cli/exec-tables.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { toLine } from '../../lib/codec/json.ts'
import type { ExecStatus } from '../../lib/contracts/exec-control.ts'

/** What an operator may say, and how it is called inside. */
const WORDS: Readonly<Record<string, string>> = { open: 'forcedOpen', off: 'disabled', reset: 'closed' }

export class ExecBreaker extends TradeCommand {
  static override summary = 'circuit breakers: shows them, or takes one out of their hands until the next word'
  static override description =
    'open: calls of the group are refused; off: they pass whatever fails; reset: the breaker decides again. The word outlives a restart.'
  static override examples = ['trade exec breaker', 'trade exec breaker trade.new open', 'trade exec breaker trade.new reset']
  static override args = {
    group: Args.string({ description: 'calls that fail together', options: ['trade.new', 'trade.cancel', 'query'] }),
    word: Args.string({ description: 'what to do with it', options: Object.keys(WORDS) }),
  }
  static override flags = {
    ...commonFlags,
    yes: Flags.boolean({ char: 'y', description: 'ask nothing', default: false }),
    by: Flags.string({ description: 'who does it; the user by default' }),
    json: Flags.boolean({ description: 'records also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ExecBreaker)
    const places = this.places(flags)
    const { group, word } = args
    if (group !== undefined && word === undefined)
      throw new TradeError('USAGE', `what shall become of '${group}'`, { exit: EXIT.usage, hint: Object.keys(WORDS).join(', ') })
    if (group !== undefined && word === 'off')
      await requireConsent(places, { danger: 'moderate', summary: `let calls of '${group}' pass whatever fails` }, flags)
    const status = await withExec(places, async (peer) => {
      if (group !== undefined) await askExec(peer, 'exec.breaker', { group, state: WORDS[word ?? ''], by: flags.by ?? userInfo().username })
      return askExec<ExecStatus>(peer, 'exec.status', {})
    })
    const lines = status.breakers.map((breaker) => toLine({ v: 1, type: 'exec.breaker', ...breaker }))
    process.stdout.write(flags.json || !process.stdout.isTTY ? lines.join('') : breakerTable(status))
  }
}
