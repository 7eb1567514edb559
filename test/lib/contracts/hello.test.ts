import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { CONTRACTS, contractConflict, HelloRequest } from '../../../src/lib/contracts/hello.ts'

t.test('peers of the same versions understand each other', async (t) => {
  t.equal(contractConflict(CONTRACTS, CONTRACTS), null)
})

t.test('refuses another major of any plane by its name and both versions', async (t) => {
  for (const [plane, version] of Object.entries(CONTRACTS)) {
    t.equal(contractConflict(CONTRACTS, { ...CONTRACTS, [plane]: '9.0' }), `contract '${plane}' is 9.0, this side speaks ${version}`)
  }
  t.match(contractConflict({ exec: '10.0' }, { exec: '1.0' }), /'exec' is 1\.0, this side speaks 10\.0/)
  t.match(contractConflict({ exec: '1.0' }, { exec: '0.9' }), /'exec'/)
})

t.test('takes a newer and an older minor', async (t) => {
  t.equal(contractConflict({ exec: '1.3' }, { exec: '1.17' }), null)
  t.equal(contractConflict({ exec: '1.17' }, { exec: '1.3' }), null)
})

t.test('passes over planes that only one side knows', async (t) => {
  t.equal(contractConflict({ exec: '1.0' }, { news: '7.0' }), null)
  t.equal(contractConflict({ exec: '1.0' }, {}), null)
})

t.test('a hello names a version as major.minor', async (t) => {
  const hello = { svc: 'exec', epoch: 1, contracts: { exec: '1.0' } }
  const check = validator(HelloRequest)
  t.ok(check(hello).ok)
  for (const version of ['1', '1.0.0', 'v1.0', '']) t.notOk(check({ ...hello, contracts: { exec: version } }).ok, version)
})
