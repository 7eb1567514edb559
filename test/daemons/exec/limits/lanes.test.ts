import t from 'tap'
import { LANE_RULES, LANES } from '../../../../src/daemons/exec/limits/lanes.ts'

t.test('leaves room for cancels behind new orders, and for the halt behind cancels', async (t) => {
  t.ok(LANE_RULES.order.shareBp < LANE_RULES.cancel.shareBp)
  t.ok(LANE_RULES.cancel.shareBp < LANE_RULES.halt.shareBp)
  t.same([...LANES].sort(), Object.keys(LANE_RULES).sort())
})
