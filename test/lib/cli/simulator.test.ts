import { join } from 'node:path'
import process from 'node:process'
import t, { type Test } from 'tap'
import { findSimulator, simCredentials, venueEndpoint } from '../../../src/lib/cli/simulator.ts'
import { startTicksOf } from '../../../src/lib/io/process-identity.ts'
import type { Places } from '../../../src/lib/io/run-directory.ts'
import { writeServiceRecord } from '../../../src/lib/io/service-record.ts'
import { placesIn } from '../../kit/run-folder.ts'

/** A folder in which this very process is the simulator. */
const withSimulator = (t: Test, fields: { readonly startTicks?: number; readonly http?: string | null }): Places => {
  const places = placesIn(t.testdir())
  const { pid } = process
  const own = { svc: 'sim', instance: 'sim', pid, startTicks: startTicksOf(pid), version: '0', http: '127.0.0.1:4000', pub: null, rpc: null, startedUs: 1 }
  writeServiceRecord(places.run, { ...own, ...fields })
  return places
}

t.test('finds the simulator that runs in the profile', async (t) => {
  t.equal(findSimulator(withSimulator(t, {})), 'http://127.0.0.1:4000')
  t.equal(venueEndpoint(withSimulator(t, {}), undefined), 'http://127.0.0.1:4000')
})

t.test('takes the flag before the simulator', async (t) => {
  t.equal(venueEndpoint(withSimulator(t, {}), 'http://127.0.0.1:9'), 'http://127.0.0.1:9')
})

t.test('takes a dead simulator, or one without an address, for none', async (t) => {
  t.equal(findSimulator(withSimulator(t, { startTicks: 1 })), null)
  t.equal(findSimulator(withSimulator(t, { http: null })), null)
})

t.test('says that no simulator runs with exit code 3 and what to start', async (t) => {
  t.throws(() => venueEndpoint(placesIn(t.testdir()), undefined), { code: 'SIM_NOT_RUNNING', exit: 3, hint: /trade sim/ })
})

t.test('keeps the key of the simulator beside the run', async (t) => {
  t.equal(simCredentials(placesIn(t.testdir())), join(t.testdirName, 'credentials/sim.json'))
})
