import t from 'tap'
import { MdConfig } from '../../../src/daemons/md/config.ts'
import { validator } from '../../../src/lib/codec/schema.ts'
import { parseBarSpec } from '../../../src/lib/model/bar-spec.ts'
import { mdConfig } from '../../kit/md-core.ts'

const check = validator(MdConfig)

t.test('accepts no bar that cannot be read', async (t) => {
  for (const bar of ['1s', '15m', '99d', '100t', '0.5v', '1000000q']) {
    t.equal(check({ ...mdConfig, bars: [bar] }).ok, true, bar)
    t.equal(parseBarSpec(bar).ok, true, bar)
  }
  for (const bar of ['0m', '1.5t', 'm', '1x', '999d', '0.0q']) t.equal(check({ ...mdConfig, bars: [bar] }).ok, false, bar)
})

t.test('takes a full document and refuses what is out of range', async (t) => {
  t.equal(check(mdConfig).ok, true)
  for (const change of [{ symbols: [] }, { symbols: ['btcusdt'] }, { silenceMs: 499 }, { backoffMinMs: 0 }, { seed: -1 }, { depth: 5 }]) {
    t.equal(check({ ...mdConfig, ...change }).ok, false, JSON.stringify(change))
  }
})
