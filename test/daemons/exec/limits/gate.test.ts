import t from 'tap'
import { createGate } from '../../../../src/daemons/exec/limits/gate.ts'

t.test('begins with everything open and nothing under way', async (t) => {
  const gate = createGate()
  t.same(
    Object.values(gate.breakers).map(({ state }) => state),
    ['closed', 'closed', 'closed'],
  )
  t.equal(gate.inFlight.size + gate.waiting.size, 0)
})

t.test('draws the same chances in every run', async (t) => {
  t.equal(createGate().chance(), createGate().chance())
})
