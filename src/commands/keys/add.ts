import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { maskedKey, readKey } from '../../lib/cli/key-input.ts'
import { toLine } from '../../lib/codec/json.ts'
import { removeKey, writeKey } from '../../lib/io/key-folder.ts'
import { preparePlaces } from '../../lib/io/run-directory.ts'
import { readCredentials, signerOf } from '../../lib/io/signer.ts'

export class KeysAdd extends TradeCommand {
  static override summary = 'keeps the key of a venue account in a file that you alone can read'
  static override description = [
    'From standard input: the API key on the first line and the secret, or the PEM of an Ed25519 or RSA key, below it; or the JSON of a key file.',
    'On a terminal it asks, and does not show the secret. Secrets are never taken from arguments or the environment.',
  ].join('\n')
  static override examples = [
    'trade keys add binance',
    'pass show binance | trade keys add binance',
    'trade keys add binance --force < key.json && trade keys test binance',
  ]
  static override args = { name: Args.string({ description: 'name of the key, that of its venue for instance', required: true }) }
  static override flags = { ...commonFlags, force: Flags.boolean({ description: 'replace the one that is kept', default: false }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(KeysAdd)
    const places = this.places(flags)
    process.umask(0o077)
    preparePlaces(places)
    const key = await readKey()
    const path = writeKey(places, args.name, { text: toLine(key), replace: flags.force })
    try {
      signerOf(readCredentials(path))
    } catch (error) {
      removeKey(places, args.name)
      throw error
    }
    process.stdout.write(toLine({ v: 1, type: 'key', name: args.name, apiKey: maskedKey(key.apiKey), path }))
    process.stderr.write(`next: trade keys test ${args.name}, then trade exec --key-file ${path}\n`)
  }
}
