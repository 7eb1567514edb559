import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openJournal } from '../../../src/lib/io/journal-file.ts'
import { stackDir, trade } from '../../kit/cli.ts'
import { strike, tear, writtenJournal } from '../../kit/written-journal.ts'

t.test('cuts a torn tail, keeps it beside, and has nothing to do then', async (t) => {
  const folder = await writtenJournal(stackDir(t))
  const name = tear(folder)
  const { code, stdout } = await trade(['journal', 'repair', folder])
  t.equal(code, 0)
  const repair = JSON.parse(stdout) as { kept: string; cutBytes: number; offset: number }
  t.match(repair, { v: 1, type: 'journal.repair', isChanged: true, segment: name, kept: join(folder, `${name}.${repair.offset}.torn`) })
  t.equal(readFileSync(repair.kept).length, repair.cutBytes)
  t.match(await trade(['journal', 'verify', folder]), { code: 0 })
  t.match(await trade(['journal', 'repair', folder]), { code: 0, stdout: '{"v":1,"type":"journal.repair","isChanged":false}\n' })
})

t.test('refuses everything else with the reason and changes nothing', async (t) => {
  const folder = await writtenJournal(stackDir(t))
  const { journal } = openJournal(folder, { svc: 'exec', segmentBytes: 131_072 })
  t.match(await trade(['journal', 'repair', folder]), { code: 10, stdout: '', stderr: /held by exec, pid \d+/ })
  await promisify(journal.close)()
  const name = strike(folder, 1, (bytes) => bytes.fill(0xff, 5_000, 5_001))
  const before = readFileSync(join(folder, name))
  t.match(await trade(['journal', 'repair', folder]), { code: 65, stdout: '', stderr: /'00000002.trj' at byte 4096 .*\ntry: keep a copy/ })
  t.ok(before.equals(readFileSync(join(folder, name))))
})
