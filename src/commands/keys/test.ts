import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { testKey } from '../../lib/cli/key-test.ts'
import { venueEndpoint } from '../../lib/cli/simulator.ts'
import { toLine } from '../../lib/codec/json.ts'
import { systemClock } from '../../lib/io/clock.ts'
import { keyPath } from '../../lib/io/key-folder.ts'
import { readCredentials, signerOf } from '../../lib/io/signer.ts'
import { openVenueLink } from '../../lib/io/venue-link.ts'
import { binanceOrders } from '../../lib/venues/binance/orders.ts'

/** A refusal that is about the key; anything else is about the way to the venue. */
const EXITS: Readonly<Record<string, number>> = { rejected: EXIT.credentials, clock: EXIT.temporary, rateLimited: EXIT.temporary }

export class KeysTest extends TradeCommand {
  static override summary = 'asks the venue, signed with a key, for the account; nothing is changed there'
  static override description =
    'Exit code 0, 3 when no simulator runs and no venue is named, 4 when the key is refused or cannot be used, 75 when the venue does not answer.'
  static override examples = ['trade keys test sim', 'trade keys test binance --endpoint http://127.0.0.1:9000', "trade keys test sim | jq -r '.assets[]'"]
  static override args = { name: Args.string({ description: 'name of the key', default: 'sim' }) }
  static override flags = { ...commonFlags, endpoint: Flags.string({ description: 'the venue; the simulator of this profile by default', helpValue: 'URL' }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(KeysTest)
    const places = this.places(flags)
    const signer = signerOf(readCredentials(keyPath(places, args.name)))
    const clock = systemClock()
    const endpoint = venueEndpoint(places, flags.endpoint)
    const link = openVenueLink({ endpoint, signer, clock })
    const verdict = await testKey(binanceOrders, link, clock)
    link.close()
    if (!verdict.ok)
      throw new TradeError('KEY_REFUSED', `the key '${args.name}' does not work at ${endpoint}: ${verdict.reason}`, {
        exit: EXITS[verdict.kind] ?? EXIT.temporary,
      })
    const assets = verdict.balances.map(({ asset }) => asset)
    process.stdout.write(toLine({ v: 1, type: 'key.tested', name: args.name, endpoint, assets, clockOffsetMs: verdict.clockOffsetMs }))
  }
}
