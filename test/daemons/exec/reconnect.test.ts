import t from 'tap'
import { retryReconcile } from '../../../src/daemons/exec/reconnect.ts'
import { Rig } from './rig.ts'

t.test('pauses double from a quarter of a second up to ten', async (t) => {
  const rig = new Rig()
  for (let count = 0; count < 8; count++) retryReconcile(rig.turn())
  t.same(
    rig.of('timer.set').map(({ afterUs }) => afterUs / 1000),
    [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000],
  )
})
