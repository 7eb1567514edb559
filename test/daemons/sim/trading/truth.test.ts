import t from 'tap'
import { createTruthLog } from '../../../../src/daemons/sim/trading/truth.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'

t.test('numbers its records on from the last one of an earlier run', async (t) => {
  const records: unknown[] = []
  const log = createTruthLog(41)
  log.write({ nowUs: epochUs(5), emit: (out) => records.push(out) }, 'checkpoint', { symbol: 'BTCUSDT', u: 9, hash: 'ff' })
  t.strictSame(records, [{ type: 'truth', record: { seq: 42, tsUs: 5, type: 'checkpoint', symbol: 'BTCUSDT', u: 9, hash: 'ff' } }])
  t.equal(log.count, 42)
})
