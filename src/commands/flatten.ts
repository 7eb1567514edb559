import { userInfo } from 'node:os'
import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { requireConsent } from '../lib/cli/consent.ts'
import { durationMs } from '../lib/cli/duration.ts'
import { askService, withExec } from '../lib/cli/exec-peer.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { symbolValue } from '../lib/cli/flag-values.ts'
import { flatten, isOpen } from '../lib/cli/flattening.ts'
import { orderLine } from '../lib/cli/order-record.ts'
import { toLine } from '../lib/codec/json.ts'

const SECOND_MS = 1_000

export class Flatten extends TradeCommand {
  static override summary = 'ends flat: no new exposure, every order canceled, every position closed at market'
  static override description = [
    'Raises the halt level K1 first, so that no strategy opens again what is closed; it stays. Positions close with reduce-only market orders.',
    'Prints what is left of each symbol. Exit code 0 when flat but for dust below the least quantity, 7 when something is open at the end. A halt above K1 lets nothing close.',
  ].join('\n')
  static override examples = ['trade flatten', 'trade flatten --symbol BTCUSDT --for 5s', 'trade flatten | jq -s \'all(.tradable=="0")\'']
  static override args = { symbol: Args.string({ description: 'only this symbol', parse: symbolValue('symbol') }) }
  static override flags = {
    ...commonFlags,
    symbol: Flags.string({ description: 'only this symbol', parse: symbolValue('symbol') }),
    for: Flags.string({ description: 'at most so long', default: '10s', helpValue: 'DURATION' }),
    halt: Flags.boolean({ description: 'halt new exposure first', default: true, allowNo: true }),
    yes: Flags.boolean({ char: 'y', description: 'does not suffice where money is real', default: false }),
    confirm: Flags.string({ description: 'name of the account, where money is real' }),
    json: Flags.boolean({ description: 'errors as JSON too', default: false }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Flatten)
    const places = this.places(flags)
    const symbol = flags.symbol ?? args.symbol ?? null
    await requireConsent(places, { danger: 'severe', summary: `cancel and close everything of ${symbol ?? 'every symbol'} at market` }, flags)
    const left = await withExec(places, async (peer) => {
      if (flags.halt) await askService(peer, { service: 'risk', method: 'risk.halt', body: { level: 'K1', reason: 'flatten', by: userInfo().username } })
      if (flags.halt) process.stderr.write("halted at K1; 'trade exec status' shows it\n")
      const forMs = Math.max(SECOND_MS, durationMs(flags.for, 'for'))
      return flatten(peer, { symbol, forMs, tell: (order) => void process.stderr.write(orderLine(order)) })
    })
    for (const row of left) process.stdout.write(toLine({ v: 1, type: 'flatten', ...row, flat: !isOpen(row) }))
    const open = left.filter(isOpen).map(({ symbol: name, qty, openOrders }) => `${name} holds ${qty} with ${openOrders} orders`)
    if (open.length > 0)
      throw new TradeError('NOT_FLAT', `not flat: ${open.join(', ')}`, { exit: EXIT.unknown, hint: 'trade order ls --all --strategy flatten' })
  }
}
