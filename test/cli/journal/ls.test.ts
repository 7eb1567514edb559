import { join } from 'node:path'
import t from 'tap'
import { recordsIn, stackDir, trade } from '../../kit/cli.ts'
import { strike, tear, writtenJournal } from '../../kit/written-journal.ts'

t.test('lists segments with their frames, numbers, epochs, bytes and state', async (t) => {
  const dir = stackDir(t)
  const folder = await writtenJournal(dir)
  const { code, stdout } = await trade(['journal', 'ls', folder])
  const rows = recordsIn(stdout)
  t.equal(code, 0)
  t.ok(rows.length >= 3)
  t.match(rows[0], { v: 1, type: 'journal.segment', segment: '00000001.trj', firstSeq: 1, firstEpoch: 1, segmentBytes: 131_072, state: 'whole', problem: null })
  t.equal(
    rows.reduce((sum, { frames }) => sum + Number(frames), 0),
    31,
  )
  t.equal((await trade(['journal', 'ls', '--svc', 'exec', '--dir', dir])).stdout, stdout)
  tear(folder)
  t.match(recordsIn((await trade(['journal', 'ls', folder])).stdout).at(-1), { state: 'torn', lastSeq: 31 })
  strike(folder, 1, (bytes) => bytes.fill(0xff, 5_000, 5_001))
  t.match(recordsIn((await trade(['journal', 'ls', folder])).stdout).at(-1), {
    segment: '00000002.trj',
    state: 'damaged',
    problem: /'00000002.trj' at byte 4096 \(to /,
  })
})

t.test('ends with 2 without a journal, and with both or none of the two ways to name it', async (t) => {
  const dir = stackDir(t)
  t.match(await trade(['journal', 'ls']), { code: 2, stdout: '', stderr: /one of a folder and --svc is needed/ })
  t.match(await trade(['journal', 'ls', dir, '--svc', 'exec']), { code: 2, stderr: /one of a folder and --svc/ })
  t.match(await trade(['journal', 'ls', '--svc', 'risk', '--dir', dir]), {
    code: 2,
    stderr: new RegExp(`'${join(dir, 'data/risk/journal')}' holds no journal`),
  })
  t.match(await trade(['journal', 'ls', '--svc', 'md']), { code: 2 })
})
