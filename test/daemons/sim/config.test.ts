import t from 'tap'
import { SimConfig, simDefaults } from '../../../src/daemons/sim/config.ts'
import { validator } from '../../../src/lib/codec/schema.ts'

t.test('accepts its defaults and refuses what is out of range', async (t) => {
  const check = validator(SimConfig)
  t.strictSame(check(simDefaults), { ok: true, value: simDefaults })
  t.equal(check({ ...simDefaults, speedRatio: 0 }).ok, false)
  t.equal(check({ ...simDefaults, symbols: ['btc usdt'] }).ok, false)
  t.equal(check({ ...simDefaults, accounts: [{ name: 'a', apiKey: 'k', balances: { USDT: '-1' } }] }).ok, false)
})
