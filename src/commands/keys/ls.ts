import process from 'node:process'
import { isTradeError, messageOf } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { maskedKey } from '../../lib/cli/key-input.ts'
import { toLine } from '../../lib/codec/json.ts'
import { keyNames, keyPath } from '../../lib/io/key-folder.ts'
import type { Places } from '../../lib/io/run-directory.ts'
import { readCredentials } from '../../lib/io/signer.ts'

const rowOf = (places: Places, name: string): { readonly name: string; readonly ok: boolean; readonly [field: string]: unknown } => {
  const path = keyPath(places, name)
  try {
    const { apiKey, form } = readCredentials(path)
    return { name, ok: true, apiKey: maskedKey(apiKey), form, path }
  } catch (error) {
    if (!isTradeError(error)) throw error
    return { name, ok: false, problem: messageOf(error), path }
  }
}

export class KeysLs extends TradeCommand {
  static override summary = 'the keys that are kept, without their secrets'
  static override description = 'Exit code 0, 4 when one of them cannot be used.'
  static override examples = ['trade keys ls', "trade keys ls | jq -r 'select(.ok|not).problem'", 'trade keys ls --profile live']
  static override flags = { ...commonFlags }

  async run(): Promise<void> {
    const { flags } = await this.parse(KeysLs)
    const places = this.places(flags)
    const rows = keyNames(places).map((name) => rowOf(places, name))
    for (const row of rows) process.stdout.write(toLine({ v: 1, type: 'key', ...row }))
    process.exitCode = rows.every(({ ok }) => ok) ? EXIT.ok : EXIT.credentials
  }
}
