import t from 'tap'
import { openState } from '../../../src/daemons/risk/state.ts'
import { RISK_CONFIG } from '../../kit/risk-desk.ts'

t.test('a new state halts nothing and trusts nothing', async (t) => {
  const { recorded, phase, trustedFromUs, execSeq } = openState(RISK_CONFIG)
  t.strictSame([recorded.latch.level, recorded.events.length, phase, execSeq], ['K0', 0, 'starting', 0])
  t.equal(trustedFromUs, Number.MAX_SAFE_INTEGER)
})
