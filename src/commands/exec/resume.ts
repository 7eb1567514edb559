import { userInfo } from 'node:os'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { requireConsent } from '../../lib/cli/consent.ts'
import { askExec, withExec } from '../../lib/cli/exec-peer.ts'
import { toLine } from '../../lib/codec/json.ts'

export class ExecResume extends TradeCommand {
  static override summary = 'lowers a halt that exec alone holds by one step'
  static override description = [
    'For a halt that was raised at exec and that risk knows nothing of, and for halts of one strategy or symbol; exec never goes below the level of risk.',
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
    const answer = await withExec(places, (peer) => askExec<object>(peer, 'exec.resume', { scope, level, reason, by }))
    process.stdout.write(toLine({ v: 1, type: 'exec.resumed', ...answer }))
    if (level !== 'K0') process.stderr.write(`next: trade exec resume --scope '${scope}' --level K${Number(level.slice(1)) - 1} --reason ...\n`)
  }
}
