import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { encode } from '../../../src/lib/codec/cbor.ts'
import { findSnapshots, snapshotStore } from '../../../src/lib/io/snapshot-file.ts'
import type { SavedSnapshot, SnapshotMark } from '../../../src/lib/ports/snapshot.ts'

const mark = (segment: number): SnapshotMark => ({ segment, seq: segment * 100, tsUs: 5, epoch: 1 })
const parts = (count: number): Iterator<Uint8Array> => Array.from({ length: count }, (_, index) => encode({ index, text: 'x'.repeat(1_000) })).values()
const save = (folder: string, segment: number, { given = parts(3), schema = 's1' } = {}): Promise<SavedSnapshot> =>
  new Promise((resolve, reject) =>
    snapshotStore(folder, schema).save(mark(segment), given, (error, saved) => (saved === null ? reject(error ?? new Error('nothing')) : resolve(saved))),
  )

t.test('gives back what was written, newest first, and keeps two', async (t) => {
  const folder = t.testdir()
  const saved: SavedSnapshot[] = []
  for (const segment of [2, 3, 4]) saved.push(await save(folder, segment))
  const found = [...findSnapshots(folder, 's1')]
  t.match(found, [
    { ...mark(4), sha256: saved[2]?.sha256 },
    { ...mark(3), sha256: saved[1]?.sha256 },
  ])
  t.strictSame(
    found[0]?.parts.map((part) => (part as { index: number }).index),
    [0, 1, 2],
  )
  t.strictSame(readdirSync(folder).sort(), ['00000003.snap', '00000004.snap'])
  t.equal(readFileSync(join(folder, '00000004.snap')).length, saved[2]?.bytes)
})

t.test('lets others run between its writes', async (t) => {
  const folder = t.testdir()
  let turns = 0
  const tick = (): void => {
    turns += 1
    timer = setImmediate(tick)
  }
  let timer = setImmediate(tick)
  await save(folder, 2, { given: parts(2_000) })
  clearImmediate(timer)
  t.ok(turns > 10, `${turns} turns`)
  t.equal([...findSnapshots(folder, 's1')][0]?.parts.length, 2_000)
})

t.test('passes over one that is damaged, cut, half-written or of another shape', async (t) => {
  const folder = t.testdir()
  await save(folder, 2)
  await save(folder, 3)
  const path = join(folder, '00000003.snap')
  const good = readFileSync(path)
  const seen = (): number[] => [...findSnapshots(folder, 's1')].map(({ segment }) => segment)
  for (const at of [0, 9, 500, good.length - 1]) {
    const bad = Uint8Array.from(good)
    bad[at] = (bad[at] ?? 0) ^ 1
    writeFileSync(path, bad)
    t.strictSame(seen(), [2], `byte ${at}`)
  }
  for (const length of [0, 3, 40, good.length - 5]) {
    writeFileSync(path, good.subarray(0, length))
    t.strictSame(seen(), [2], `${length} bytes`)
  }
  writeFileSync(join(folder, '00000009.snap.tmp'), 'x')
  await save(folder, 3, { schema: 's2' })
  t.strictSame(seen(), [2])
  t.notOk(readdirSync(folder).includes('00000009.snap.tmp'))
})

t.test('says why it could not be written and leaves nothing behind', async (t) => {
  const folder = t.testdir()
  const breaks: Iterator<Uint8Array> = {
    next: () => {
      throw new Error('cannot encode')
    },
  }
  await t.rejects(save(folder, 2, { given: breaks }), { message: 'cannot encode' })
  await t.rejects(save(join(folder, 'none'), 2), { message: /ENOENT/ })
  t.strictSame(readdirSync(folder), [])
})
