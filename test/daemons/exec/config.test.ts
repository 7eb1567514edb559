import t from 'tap'
import { ExecConfig } from '../../../src/daemons/exec/config.ts'
import { validator } from '../../../src/lib/codec/schema.ts'
import { config } from './rig.ts'

t.test('the defaults are what the tests run with', async (t) => {
  const defaults = Object.fromEntries(Object.entries(ExecConfig.properties).map(([name, schema]) => [name, (schema as { default?: unknown }).default]))
  t.same(defaults, config)
})

t.test('settings out of range are refused', async (t) => {
  const check = validator(ExecConfig)
  t.equal(check(config).ok, true)
  t.equal(check({ ...config, symbols: [] }).ok, false)
  t.equal(check({ ...config, recvWindowMs: 60_000 }).ok, false)
})
