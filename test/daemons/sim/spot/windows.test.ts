import t from 'tap'
import { parseParams } from '../../../../src/daemons/sim/spot/params.ts'
import { readLimit, readWindow } from '../../../../src/daemons/sim/spot/windows.ts'

t.test('reads how many and from when to when', async (t) => {
  t.strictSame([readLimit(parseParams('', '')), readLimit(parseParams('limit=7', '')), readLimit(parseParams('limit=5000', ''))], [500, 7, 1_000])
  t.throws(() => readLimit(parseParams('limit=0', '')), { code: -1130 })
  t.strictSame(readWindow(parseParams('startTime=5', '')), { fromMs: 5, toMs: Number.MAX_SAFE_INTEGER, isGiven: true })
  t.throws(() => readWindow(parseParams('startTime=5&endTime=4', '')), { code: -1130 })
  t.throws(() => readWindow(parseParams('startTime=0&endTime=86400001', '')), { code: -1127, message: 'More than 24 hours between startTime and endTime.' })
})
