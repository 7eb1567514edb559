import t from 'tap'
import { Default } from 'typebox/value'
import { StratConfig } from '../../../src/daemons/strat/config.ts'
import { validator } from '../../../src/lib/codec/schema.ts'

const check = validator(StratConfig)

t.test('has a default for everything', async (t) => {
  t.same(check(Default(StratConfig, {})), { ok: true, value: { strategyId: 'maker', strategy: 'maker', submitTimeoutUs: 500_000 } })
})

t.test('refuses names that would not fit into an intent id, waits without end and unknown keys', async (t) => {
  const base = Default(StratConfig, {}) as object
  for (const wrong of [{ strategyId: 'Maker' }, { strategyId: 'x'.repeat(25) }, { strategyId: '' }, { submitTimeoutUs: 999 }, { stratgy: 'noop' }]) {
    t.notOk(check({ ...base, ...wrong }).ok, JSON.stringify(wrong))
  }
})
