import t from 'tap'
import type { Turn } from '../../../../src/daemons/sim/events.ts'
import { createDepthWaits } from '../../../../src/daemons/sim/spot/depth-waits.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'

t.test('holds a request until its book is there, at most 5 s', async (t) => {
  const timers: number[] = []
  const at = (us: number): Turn => ({ nowUs: epochUs(us), emit: (out) => out.type === 'timer.set' && timers.push(out.afterUs) })
  const waits = createDepthWaits()
  const wait = (requestId: string, symbol: string) => ({ requestId, symbol, limit: 5, headers: {} })
  waits.add(wait('a', 'BTCUSDT'), at(1))
  waits.add(wait('b', 'ETHUSDT'), at(1_000_001))
  waits.add(wait('c', 'BTCUSDT'), at(2_000_001))
  t.strictSame(
    waits.expired(at(5_000_001)).map(({ requestId }) => requestId),
    ['a'],
  )
  t.strictSame(
    waits.ready('BTCUSDT').map(({ requestId }) => requestId),
    ['c'],
  )
  t.strictSame(timers, [5_000_000, 5_000_000, 5_000_000, 1_000_000])
  t.equal(waits.expired(at(9_000_000)).length, 1)
})
