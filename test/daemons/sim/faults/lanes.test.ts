import t from 'tap'
import { createLanes } from '../../../../src/daemons/sim/faults/lanes.ts'

const out = (id: string) => ({ type: 'timer.clear', id }) as const

t.test('lets effects go by time, each lane in its own order', async (t) => {
  const lanes = createLanes()
  lanes.hold('a', out('a1'), 300)
  lanes.hold('a', out('a2'), 100)
  lanes.hold('b', out('b1'), 200)
  t.strictSame([lanes.nextUs(), lanes.busyUntilUs('a'), lanes.busyUntilUs('c'), lanes.isEmpty], [200, 300, 0, false])
  t.strictSame(lanes.due(199), [])
  t.strictSame(lanes.due(250), [out('b1')])
  t.strictSame(lanes.due(300), [out('a1'), out('a2')])
  t.strictSame([lanes.nextUs(), lanes.isEmpty, lanes.busyUntilUs('a')], [null, true, 0])
})
