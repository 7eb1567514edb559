import t from 'tap'
import { needsClients, spotClients } from './clients.ts'
import { spotScenarios } from './spot-scenarios.ts'
import { startVenue, type Transport } from './venue.ts'

/** Every client does every scenario against one simulator of its own. */
export const spotSuite = (transport: Transport): void => {
  for (const [name, connect] of Object.entries(spotClients)) {
    t.test(`${name} over ${transport}`, needsClients(), async (t) => {
      const venue = await startVenue(t, transport, ['--symbols', 'BTCUSDT'])
      const client = await connect(venue.access('one'))
      t.teardown(() => client.close())
      const other = await connect(venue.access('two'))
      t.teardown(() => other.close())
      for (const [title, run] of Object.entries(spotScenarios)) {
        await t.test(`${name} over ${transport} ${title}`, (t) => run(t, { client, other, venue }))
      }
    })
  }
}
