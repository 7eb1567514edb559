import t from 'tap'
import { recordsIn, shell } from '../../kit/cli.ts'
import { askNobody, runningMd } from '../../kit/running-md.ts'

t.test('shows public trades', async (t) => {
  const { ask } = await runningMd(t)
  t.match(await ask('trades', '--limit', '2'), [
    { type: 'trade', price: String },
    { type: 'trade', price: String },
  ])
})

t.test('a slow reader gets gap records that equal the holes in the sequence', async (t) => {
  const { dir } = await runningMd(t)
  const { stdout } = await shell(`trade md --symbol BTCUSDT --for 14s --dir ${dir} | (sleep 10; cat)`, { withinMs: 60_000 })
  const records = recordsIn(stdout)
  const gaps = records.flatMap((record, at) => (record['type'] === 'gap' ? [at] : []))
  t.ok(gaps.length > 0, `${records.length} records, ${gaps.length} gaps`)
  for (const at of gaps) {
    const { topic, dropped } = records[at] ?? {}
    const sameTopic = (record: Record<string, unknown>): boolean => record['topic'] === topic && record['type'] !== 'gap'
    const before = records.slice(0, at).findLast(sameTopic)
    const after = records.slice(at).find(sameTopic)
    t.equal(dropped, Number(after?.['seq']) - Number(before?.['seq']) - 1, String(topic))
  }
})

t.test('ends with 3 when no md runs', async (t) => {
  t.match(await askNobody(t, 'trades'), { code: 3, stdout: '', stderr: /no 'md' runs in this profile/ })
})
