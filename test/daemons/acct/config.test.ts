import t from 'tap'
import { AcctConfig } from '../../../src/daemons/acct/config.ts'
import { validator } from '../../../src/lib/codec/schema.ts'

const check = validator(AcctConfig)

t.test('takes what a stack hands over and refuses unknown keys', async (t) => {
  t.equal(check({ quoteAsset: 'USDT', markStaleMs: 5_000 }).ok, true)
  t.equal(check({ quoteAsset: 'usdt', markStaleMs: 5_000 }).ok, false)
  t.equal(check({ quoteAsset: 'USDT', markStaleMs: 99 }).ok, false)
  t.equal(check({ quoteAsset: 'USDT', markStaleMs: 5_000, markStale: 1 }).ok, false)
})
