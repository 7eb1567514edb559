import t from 'tap'
import { MdConfig } from '../../../src/daemons/md/config.ts'
import { validator } from '../../../src/lib/codec/schema.ts'
import { mdConfig } from '../../kit/md-core.ts'

const check = validator(MdConfig)

t.test('takes a full document and refuses what is out of range', async (t) => {
  t.equal(check(mdConfig).ok, true)
  for (const change of [{ symbols: [] }, { symbols: ['btcusdt'] }, { silenceMs: 499 }, { backoffMinMs: 0 }, { seed: -1 }, { depth: 5 }]) {
    t.equal(check({ ...mdConfig, ...change }).ok, false, JSON.stringify(change))
  }
})
