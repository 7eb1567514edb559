import process from 'node:process'
import t, { type Test } from 'tap'
import { refuseOtherVenue } from '../../../src/lib/cli/venue-match.ts'
import { writeServiceRecord } from '../../../src/lib/io/service-record.ts'
import { placesIn } from '../../kit/run-folder.ts'

const withMd = (t: Test, fields: { readonly venue?: string; readonly endpoint?: string }) => {
  const places = placesIn(t.testdir())
  const own = { svc: 'md', instance: 'md', pid: process.pid, startTicks: 0, version: '0', http: null, pub: null, rpc: null, startedUs: 1 }
  writeServiceRecord(places.run, { ...own, ...fields })
  return places
}

const own = { venue: 'sim', endpoint: 'http://127.0.0.1:4000' }

t.test('refuses another venue or address than those of the running md, naming both', async (t) => {
  const places = withMd(t, own)
  t.throws(() => refuseOtherVenue(places, { venue: 'kraken', endpoint: undefined }), { exit: 2, message: /'kraken'.* 'sim'/, hint: /--dir/ })
  t.throws(() => refuseOtherVenue(places, { venue: undefined, endpoint: 'http://127.0.0.1:1' }), { exit: 2, message: /127\.0\.0\.1:1'.*127\.0\.0\.1:4000'/ })
})

t.test('takes what the running md has, however its address is written, and flags that name nothing', async (t) => {
  const places = withMd(t, own)
  for (const wanted of [own, { venue: 'sim', endpoint: 'http://127.0.0.1:4000/' }, { venue: undefined, endpoint: undefined }])
    t.doesNotThrow(() => refuseOtherVenue(places, wanted))
})

t.test('judges nothing where the md does not tell', async (t) => {
  t.doesNotThrow(() => refuseOtherVenue(withMd(t, {}), { venue: 'kraken', endpoint: 'http://127.0.0.1:1' }))
})
