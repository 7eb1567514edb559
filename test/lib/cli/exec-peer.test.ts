import t from 'tap'
import { askExec, execRecord, withExec } from '../../../src/lib/cli/exec-peer.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { stackDir } from '../../kit/cli.ts'
import { fakePeer } from '../../kit/cli-peer.ts'

t.test('ends with 3 where no exec runs', async (t) => {
  const places = findPlaces({ dir: stackDir(t) })
  t.throws(() => execRecord(places), { exit: 3, code: 'NOT_RUNNING' })
  await t.rejects(
    withExec(places, async () => 1),
    { code: 'NOT_RUNNING', exit: 3 },
  )
})

t.test('an answer is its body, a refusal an error with its exit code', async (t) => {
  t.same(
    await askExec(
      fakePeer(() => ({ ok: true, epoch: 1, body: { a: 1 } })),
      'exec.status',
      {},
    ),
    { a: 1 },
  )
  const halted = fakePeer(() => ({ ok: false, error: { code: 'HALTED', category: 'reject', message: 'no' } }))
  await t.rejects(askExec(halted, 'order.submit', {}), { exit: 9, message: 'no' })
})
