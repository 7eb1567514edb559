import t from 'tap'
import { comparedCheckpoints } from '../../../src/lib/verify/market.ts'
import { verify } from '../../../src/lib/verify/verify.ts'
import { cleanEvidence, withTruth } from '../../kit/evidence.ts'

t.test('B1 names the update at which the books differ', async (t) => {
  const evidence = withTruth((records) => records.map((record) => (record.u === 9 ? { ...record, hash: 'bc' } : record)))
  t.strictSame(verify(evidence).violations, [{ id: 'B1', what: 'the book differs from that of the venue', where: 'update BTCUSDT 9' }])
})

t.test('B1 compares only checkpoints that both sides made of the same symbol', async (t) => {
  t.strictSame(comparedCheckpoints(cleanEvidence()), { compared: 2, different: [] })
  const other = withTruth((records) => records.map((record) => (record.u === 9 ? { ...record, symbol: 'ETHUSDT', hash: 'bc' } : record)))
  t.strictSame(comparedCheckpoints(other), { compared: 1, different: [] })
})

t.test('R1 names a reader that cannot account for every slot', async (t) => {
  const reader = { name: 'ring reader of strat, epoch 2', delivered: 90, lost: 9, span: 100 }
  const evidence = { ...cleanEvidence(), readers: [...cleanEvidence().readers, reader] }
  t.strictSame(verify(evidence).violations, [{ id: 'R1', what: 'delivered 90 + lost 9 of 100 slots', where: reader.name }])
  t.match(verify({ ...evidence, readers: [{ ...reader, lost: 11 }] }).violations, [{ id: 'R1', what: 'delivered 90 + lost 11 of 100 slots' }])
})
