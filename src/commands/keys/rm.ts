import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { askLine } from '../../lib/cli/prompt.ts'
import { toLine } from '../../lib/codec/json.ts'
import { keyPath, removeKey } from '../../lib/io/key-folder.ts'

const SIM = 'sim'

export class KeysRm extends TradeCommand {
  static override summary = 'forgets a key'
  static override description = 'The key of the simulator is forgotten without a question; for any other --yes is needed, or an answer on a terminal.'
  static override examples = ['trade keys rm binance', 'trade keys rm binance --yes', 'trade keys ls | jq -r .name']
  static override args = { name: Args.string({ description: 'name of the key', required: true }) }
  static override flags = { ...commonFlags, yes: Flags.boolean({ char: 'y', description: 'ask nothing', default: false }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(KeysRm)
    const places = this.places(flags)
    const path = keyPath(places, args.name)
    if (args.name !== SIM && !flags.yes && !(await this.isConfirmed(path)))
      throw new TradeError('NOT_CONFIRMED', `'${path}' stays`, { exit: EXIT.usage, hint: '--yes' })
    removeKey(places, args.name)
    process.stdout.write(toLine({ v: 1, type: 'key.removed', name: args.name, path }))
  }

  private async isConfirmed(path: string): Promise<boolean> {
    return process.stdin.isTTY && /^y(es)?$/i.test(await askLine(`forget ${path}? [y/N] `))
  }
}
