import t from 'tap'
import { journalsAreWhole, replaysAreEqual } from '../../../src/lib/verify/journals.ts'
import { verify } from '../../../src/lib/verify/verify.ts'
import { cleanEvidence, numbered } from '../../kit/evidence.ts'

t.test('J1 names the frame behind a gap and the journal', async (t) => {
  const evidence = cleanEvidence()
  const torn = { ...evidence, exec: evidence.exec.flatMap((frame) => (frame.seq >= 13 ? [{ ...frame, seq: frame.seq + 1 }] : [frame])) }
  t.match(verify(torn).violations.slice(0, 1), [{ id: 'J1', what: 'sequence 14 where 13 is due', where: 'exec journal, frame 14' }])
  t.strictSame([...new Set(verify(torn).violations.map(({ id }) => id))], ['J1'])
})

t.test('J1 looks at the journal of risk too', async (t) => {
  const evidence = cleanEvidence()
  t.strictSame(journalsAreWhole({ ...evidence, risk: evidence.risk.filter(({ seq }) => seq !== 1) }), [
    { id: 'J1', what: 'sequence 2 where 1 is due', where: 'risk journal, frame 2' },
    { id: 'J1', what: 'epoch 1 begins without an EPOCH frame', where: 'risk journal, frame 2' },
  ])
})

t.test('J1 sees an epoch that falls', async (t) => {
  const evidence = cleanEvidence()
  const exec = evidence.exec.map((frame) => ({ ...frame, epoch: frame.seq < 4 ? 2 : 1, type: frame.seq === 4 ? ('EPOCH' as const) : frame.type }))
  t.strictSame(journalsAreWhole({ ...evidence, exec }), [{ id: 'J1', what: 'epoch falls from 2 to 1', where: 'exec journal, frame 4' }])
})

t.test('J1 wants every incarnation to open with its own frame', async (t) => {
  const evidence = cleanEvidence()
  const second = numbered([
    { type: 'IN', payload: {} },
    { type: 'IN', payload: {} },
  ]).map((frame) => ({ ...frame, seq: frame.seq + evidence.exec.length, epoch: 2 }))
  t.strictSame(journalsAreWhole({ ...evidence, exec: [...evidence.exec, ...second] }), [
    { id: 'J1', what: 'epoch 2 begins without an EPOCH frame', where: 'exec journal, frame 20' },
  ])
  const opened = second.map((frame, index) => ({ ...frame, type: index === 0 ? ('EPOCH' as const) : frame.type }))
  t.strictSame(journalsAreWhole({ ...evidence, exec: [...evidence.exec, ...opened] }), [])
})

t.test('J2 names the first frame that a replay does not repeat', async (t) => {
  const difference = { seq: 8, recorded: `recorded ${'x'.repeat(300)}`, replayed: 'nothing' }
  const evidence = { ...cleanEvidence(), replays: [{ service: 'risk', inputs: 5, compared: 3, difference }] }
  t.match(verify(evidence).violations, [{ id: 'J2', what: /^replay gives nothing instead of recorded x{191}$/, where: 'risk journal, frame 8' }])
  t.strictSame(replaysAreEqual(cleanEvidence()), [])
})
