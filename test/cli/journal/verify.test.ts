import t from 'tap'
import { writeJournal } from '../../kit/broken-journals.ts'
import { stackDir, trade } from '../../kit/cli.ts'
import { strike, tear, writtenJournal } from '../../kit/written-journal.ts'

const verify = async (folder: string) => {
  const { code, stdout } = await trade(['journal', 'verify', folder])
  return { code, ...(JSON.parse(stdout) as object) }
}

t.test('a sound journal is ok', async (t) => {
  t.match(await verify(await writtenJournal(stackDir(t))), { code: 0, v: 1, type: 'journal.verify', verify: 'ok', frames: 31, lastSeq: 31, findings: [] })
})

t.test('a torn tail ends with 8, damage with 65, another version with 78, each with the range', async (t) => {
  const folder = await writtenJournal(stackDir(t))
  const last = tear(folder)
  t.match(await verify(folder), { code: 8, verify: 'failed', findings: [{ segment: last, seq: 32, problem: /nobody was told/ }] })
  strike(folder, 1, (bytes) => bytes.fill(0xff, 5_000, 5_001))
  const damaged = (await verify(folder)) as { findings?: Array<{ offset: number; lastOffset: number; seq: number }> }
  t.match(damaged, { code: 65, findings: [{ segment: '00000002.trj', offset: 4096, problem: /the crc is \d+, expected \d+/ }] })
  t.ok((damaged.findings?.[0]?.lastOffset ?? 0) > 14_000 && (damaged.findings?.[0]?.seq ?? 0) > 5)
  strike(folder, 0, (bytes) => bytes.fill(9, 4, 5))
  t.match(await verify(folder), { code: 78, frames: 0, findings: [{ segment: '00000001.trj', offset: 4 }] })
})

t.test('a payload that holds no value is found', async (t) => {
  t.match(await verify(await writeJournal(stackDir(t), 'exec')), {
    code: 8,
    frames: 3,
    findings: [{ seq: 1 }, { seq: 2 }, { seq: 3, problem: /holds no value/ }],
  })
})
