import t from 'tap'
import { createState } from '../../../src/daemons/exec/state.ts'
import { config } from './rig.ts'

t.test('a fresh state trusts nothing and allows nothing', async (t) => {
  const state = createState(config)
  t.match(state, { phase: 'starting', run: null, orderSeq: 0, stream: { sinceUs: null } })
  t.equal(state.instruments.size, 0)
  t.equal(state.registry.events.length, 0)
})
