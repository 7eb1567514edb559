import t from 'tap'
import { verify } from '../../../src/lib/verify/verify.ts'
import { BOUGHT, cleanEvidence, withExec, withTruth } from '../../kit/evidence.ts'

t.test('finds nothing in a clean run and says what it looked at', async (t) => {
  t.strictSame(verify(cleanEvidence()), {
    verify: 'ok',
    violations: [],
    counts: { frames: 21, sends: 2, accepts: 2, fills: 2, events: 15, checkpoints: 2, replayedInputs: 1, readers: 1 },
  })
})

t.test('fails with the violation of every checker', async (t) => {
  const evidence = withTruth((records) => [...records.filter(({ type }) => type !== 'account'), { type: 'accept', clientOrderId: BOUGHT }])
  const { verify: outcome, violations } = verify({
    ...evidence,
    exec: evidence.exec.slice(1, -2).filter(({ seq }) => seq !== 9),
    checkpoints: [{ symbol: 'BTCUSDT', u: 7, hash: 'other' }],
    readers: [{ name: 'reader', delivered: 1, lost: 0, span: 2 }],
    account: null,
    replays: [{ service: 'exec', inputs: 1, compared: 1, difference: { seq: 4, recorded: 'a', replayed: 'b' } }],
  })
  t.equal(outcome, 'failed')
  t.strictSame([...new Set(violations.map(({ id }) => id))], ['J1', 'J2', 'O1', 'O3', 'P1', 'P2', 'B1', 'R1'])
})

t.test('proves nothing by a run without orders', async (t) => {
  const evidence = withExec((frames) => frames.filter(({ type }) => type === 'EPOCH'))
  const truth = evidence.truth.filter(({ type }) => type === 'checkpoint')
  const account = evidence.account === null ? null : { ...evidence.account, balances: [], positions: [] }
  t.strictSame(verify({ ...evidence, truth, account }).violations, [{ id: 'EMPTY', what: 'no sends to check', where: 'the run' }])
})

t.test('proves nothing by checkpoints that the venue never made', async (t) => {
  const evidence = { ...cleanEvidence(), checkpoints: [{ symbol: 'ETHUSDT', u: 7, hash: 'aa' }] }
  t.strictSame(verify(evidence).violations, [{ id: 'EMPTY', what: 'no checkpoints to check', where: 'the run' }])
})

t.test('proves nothing by an empty folder', async (t) => {
  const { violations } = verify({ truth: [], exec: [], risk: [], checkpoints: [], readers: [], account: null, replays: [], endUs: 0 })
  t.strictSame(
    violations.filter(({ id }) => id === 'EMPTY').map(({ what }) => what),
    ['no sends to check', 'no checkpoints to check', 'no frames to check', 'no replayedInputs to check'],
  )
})
