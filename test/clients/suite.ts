import t from 'tap'
import { needsClients, spotClients, usdmClients } from './clients.ts'
import type { Scenario } from './scenario.ts'
import type { Connect } from './spot-client.ts'
import { spotScenarios } from './spot-scenarios.ts'
import { usdmScenarios } from './usdm-scenarios.ts'
import { startVenue, type Transport } from './venue.ts'

interface Suite<Client> {
  readonly product: string
  readonly clients: Readonly<Record<string, Connect<Client>>>
  readonly scenarios: Readonly<Record<string, Scenario<Client>>>
  readonly flags: readonly string[]
}

/** Every client does every scenario against one simulator of its own. */
const run = <Client extends { close(): Promise<void> }>({ product, clients, scenarios, flags }: Suite<Client>, transport: Transport): void => {
  for (const [name, connect] of Object.entries(clients)) {
    t.test(`${name} over ${transport} on ${product}`, needsClients(), async (t) => {
      const venue = await startVenue(t, transport, flags)
      const client = await connect(venue.access('one'))
      t.teardown(() => client.close())
      const other = await connect(venue.access('two'))
      t.teardown(() => other.close())
      for (const [title, scenario] of Object.entries(scenarios)) {
        await t.test(`${name} over ${transport} on ${product} ${title}`, (t) => scenario(t, { client, other, venue }))
      }
    })
  }
}

export const spotSuite = (transport: Transport): void =>
  run({ product: 'spot', clients: spotClients, scenarios: spotScenarios, flags: ['--symbols', 'BTCUSDT'] }, transport)

export const usdmSuite = (transport: Transport): void =>
  run({ product: 'USD-M', clients: usdmClients, scenarios: usdmScenarios, flags: ['--usdm', 'BTCUSDT'] }, transport)
