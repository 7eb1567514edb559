import t from 'tap'
import { recordsIn, shell, stackDir, trade } from '../../kit/cli.ts'
import { needsTool } from '../../kit/tools.ts'
import { strike, tear, writtenJournal } from '../../kit/written-journal.ts'

t.test('prints every frame in order, or those that are asked for', async (t) => {
  const folder = await writtenJournal(stackDir(t))
  const all = recordsIn((await trade(['journal', 'cat', folder])).stdout)
  t.strictSame(
    all.map(({ seq }) => seq),
    Array.from({ length: 31 }, (_, index) => index + 1),
  )
  t.match(all[0], { v: 1, type: 'EPOCH', ts: 1_000, src: 'exec', seq: 1, epoch: 1, segment: '00000001.trj', payload: { service: 'exec' } })
  t.match(all.at(-1), { payload: { index: 29 } })
  const sends = recordsIn((await trade(['journal', 'cat', folder, '--from', '10', '--to', '25', '--type', 'SEND,VERDICT', '--limit', '3'])).stdout)
  t.strictSame(
    sends.map(({ seq, type }) => [seq, type]),
    [
      [11, 'VERDICT'],
      [12, 'SEND'],
      [15, 'VERDICT'],
    ],
  )
})

t.test('works on a pipe, and ends with 0 when its reader has gone', needsTool('jq'), async (t) => {
  const folder = await writtenJournal(stackDir(t), 200)
  t.match(await shell(`trade journal cat '${folder}' | jq -c .seq | tail -1`), { code: 0, stdout: '201\n', stderr: '' })
  const first = await shell(`trade journal cat '${folder}' | head -1`)
  t.match(first, { code: 0, stderr: '' })
  t.equal(recordsIn(first.stdout).length, 1)
})

t.test('prints what is before damage and ends with 65 at it; a torn tail is no damage', async (t) => {
  const folder = await writtenJournal(stackDir(t))
  tear(folder)
  t.equal(recordsIn((await trade(['journal', 'cat', folder])).stdout).length, 31)
  strike(folder, 1, (bytes) => bytes.fill(0xff, 16_000, 16_001))
  const { code, stdout, stderr } = await trade(['journal', 'cat', folder])
  t.equal(code, 65)
  const lost = recordsIn(stdout).length + 1
  t.ok(lost > 10 && lost < 31)
  t.match(stderr, new RegExp(`'00000002.trj' at byte \\d+ \\(to \\d+, frame ${lost}\\): .*\\(JOURNAL_DAMAGED\\)`))
})
