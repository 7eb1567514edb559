import { mkdirSync } from 'node:fs'
import process from 'node:process'
import t, { type Test } from 'tap'
import { requireConsent } from '../../../src/lib/cli/consent.ts'
import { startTicksOf } from '../../../src/lib/io/process-identity.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { writeServiceRecord } from '../../../src/lib/io/service-record.ts'
import { stackDir } from '../../kit/cli.ts'

/** A profile in which this very process says that it is an exec on some venue. */
const placesOn = (t: Test, endpoint: string) => {
  const places = findPlaces({ dir: stackDir(t) })
  mkdirSync(places.run, { recursive: true })
  const about = { version: '0', http: null, pub: null, rpc: null, startedUs: 0, endpoint }
  writeServiceRecord(places.run, { svc: 'exec', instance: 'exec', pid: process.pid, startTicks: startTicksOf(process.pid), ...about })
  return places
}

t.test('nothing is asked on the simulator', async (t) => {
  const places = placesOn(t, 'http://127.0.0.1:9000')
  await requireConsent(places, { danger: 'severe', summary: 'sell everything' }, { yes: false })
})

t.test('where money is real a flag is needed, for what is severe the name of the account', async (t) => {
  const places = placesOn(t, 'https://api.example.com')
  const moderate = { danger: 'moderate', summary: 'cancel everything' } as const
  const severe = { danger: 'severe', summary: 'sell everything' } as const
  await t.rejects(requireConsent(places, moderate, { yes: false }), { code: 'NOT_CONFIRMED', exit: 2, hint: '--yes' })
  await requireConsent(places, moderate, { yes: true })
  await t.rejects(requireConsent(places, severe, { yes: true }), { code: 'NOT_CONFIRMED', exit: 2, hint: '--confirm api.example.com' })
  await t.rejects(requireConsent(places, severe, { yes: true, confirm: 'other' }), { code: 'NOT_CONFIRMED', exit: 2 })
  await requireConsent(places, severe, { yes: false, confirm: 'api.example.com' })
})
