import { userInfo } from 'node:os'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { isTradeError } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { requireConsent } from '../../lib/cli/consent.ts'
import { askExec, askService, withExec } from '../../lib/cli/exec-peer.ts'
import type { CliPeer } from '../../lib/cli/peer.ts'
import { toLine } from '../../lib/codec/json.ts'

/** Asks exec, which refuses while risk holds the halt; then it is lowered there. */
const lower = async (
  peer: CliPeer,
  { scope, ...wanted }: { readonly scope: string; readonly level: string; readonly reason: string; readonly by: string },
): Promise<object> => {
  try {
    return { at: 'exec', ...(await askExec<object>(peer, 'exec.resume', { scope, ...wanted })) }
  } catch (error) {
    if (!isTradeError(error) || error.code !== 'HELD_BY_RISK') throw error
    return { at: 'risk', scope, ...(await askService<object>(peer, { service: 'risk', method: 'risk.resume', body: wanted })) }
  }
}

export class ExecResume extends TradeCommand {
  static override summary = 'lowers a halt by one step, at risk while risk holds it, else at exec'
  static override description = [
    'exec never goes below the level of risk, follows it down, and may hold what risk knows nothing of: a halt raised by a signal to exec, by a ban, or of one strategy or symbol.',
    'Refused while the fate of an order is unknown, while exec does not agree with the venue, and while risk is silent.',
  ].join('\n')
  static override examples = [
    "trade exec resume --level K1 --reason 'venue is back'",
    'trade exec resume --scope symbol:BTCUSDT --level K0 --reason checked',
    'trade exec status | jq .halts',
  ]
  static override flags = {
    ...commonFlags,
    scope: Flags.string({ description: '* for everything, strategy:NAME or symbol:NAME', default: '*' }),
    level: Flags.string({ description: 'the next level below', required: true, options: ['K0', 'K1', 'K2', 'K3'] }),
    reason: Flags.string({ description: 'why', required: true }),
    by: Flags.string({ description: 'who does it; the user by default' }),
    yes: Flags.boolean({ char: 'y', description: 'does not suffice where money is real', default: false }),
    confirm: Flags.string({ description: 'name of the account, where money is real' }),
    json: Flags.boolean({ description: 'errors as JSON too', default: false }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(ExecResume)
    const places = this.places(flags)
    const { scope, level, reason } = flags
    await requireConsent(places, { danger: 'severe', summary: `lower the halt of '${scope}' to ${level}` }, flags)
    const by = flags.by ?? userInfo().username
    const answer = await withExec(places, (peer) => lower(peer, { scope, level, reason, by }))
    process.stdout.write(toLine({ v: 1, type: 'exec.resumed', ...answer }))
    if (level !== 'K0') process.stderr.write(`next: trade exec resume --scope '${scope}' --level K${Number(level.slice(1)) - 1} --reason ...\n`)
  }
}
