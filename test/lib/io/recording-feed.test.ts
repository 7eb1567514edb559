import { Buffer } from 'node:buffer'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { openRecordingFeed } from '../../../src/lib/io/recording-feed.ts'
import { dataFile, needsData } from '../../kit/data.ts'

const line = (index: number): string => `${1_723_161_253_000_000_000n + BigInt(index)} {"n":${index}}`
const text = (from: number, count: number): string => Array.from({ length: count }, (_, index) => `${line(from + index)}\n`).join('')

t.test('reads plain and packed files in a row and never mixes them in one pull', async (t) => {
  const folder = t.testdir({ plain: text(0, 3) })
  const packed = join(folder, 'packed.gz')
  writeFileSync(packed, gzipSync(text(3, 2)))
  const feed = openRecordingFeed([join(folder, 'plain'), packed])
  t.strictSame(feed.pull(2), [line(0), line(1)])
  t.strictSame(feed.place?.(), { file: 'plain', line: 2, round: 0 })
  t.strictSame(feed.pull(2), [line(2)])
  t.strictSame(feed.pull(9), [line(3), line(4)])
  t.strictSame(feed.place?.(), { file: 'packed.gz', line: 2, round: 0 })
  t.strictSame(feed.pull(9), [])
})

t.test('reads a last line without an end', async (t) => {
  const folder = t.testdir({ plain: line(0) })
  t.strictSame(openRecordingFeed([join(folder, 'plain')]).pull(5), [line(0)])
})

t.test('names a file that is missing', async (t) => {
  t.throws(() => openRecordingFeed([join(t.testdirName, 'none.gz')]), { code: 'RECORDING_UNREADABLE', exit: 65, message: /none\.gz/ })
})

t.test('hands over the good lines, then tells the number of the damaged one', async (t) => {
  const folder = t.testdir({ plain: `${text(0, 2)}garbage\n${text(3, 1)}` })
  const feed = openRecordingFeed([join(folder, 'plain')])
  t.strictSame(feed.pull(9), [line(0), line(1)])
  t.strictSame(feed.place?.(), { file: 'plain', line: 2, round: 0 })
  t.throws(() => feed.pull(9), { exit: 65, message: /^recording '\/.*\/plain' is damaged at line 3: not '<receive time in ns> <JSON>'$/ })
})

t.test('tells where a packed file was cut off, and that one is broken', async (t) => {
  const folder = t.testdir({})
  const packed = gzipSync(text(0, 5_000))
  const [cut, broken] = [join(folder, 'cut.gz'), join(folder, 'broken.gz')]
  writeFileSync(cut, packed.subarray(0, packed.length >> 1))
  const feed = openRecordingFeed([cut])
  const lines = feed.pull(9_000)
  t.ok(lines.length > 100 && lines.length < 5_000)
  t.throws(() => feed.pull(9), { exit: 65, message: new RegExp(`/cut.gz' is damaged at line ${lines.length + 1}: unexpected end`) })
  writeFileSync(broken, Buffer.concat([packed.subarray(0, 200), Buffer.alloc(400, 0xff), packed.subarray(600)]))
  const wrong = openRecordingFeed([broken])
  const read = (): void => {
    while (wrong.pull(999).length > 0);
  }
  t.throws(read, { exit: 65, message: /broken\.gz' is damaged at line \d+: / })
})

t.test('reads the whole of a real recording', needsData('spot_btcusdt_20240808.gz'), async (t) => {
  const feed = openRecordingFeed([dataFile('spot_btcusdt_20240808.gz')])
  let count = 0
  for (let lines = feed.pull(5_000); lines.length > 0; lines = feed.pull(5_000)) count += lines.length
  t.equal(count, 41_249)
  feed.close()
  t.strictSame(feed.pull(1), [])
})

t.test('merges files by receive time, equal times in the order of the names', async (t) => {
  const at = (us: number, name: string): string => `${1_723_161_253_000_000 + us}000 {"n":"${name}"}`
  const folder = t.testdir({ one: `${at(1, 'a')}\n${at(4, 'b')}\n${at(9, 'c')}\n`, two: `${at(2, 'd')}\n${at(4, 'e')}\n${at(5, 'f')}` })
  const feed = openRecordingFeed([join(folder, 'one'), join(folder, 'two')])
  t.strictSame(feed.heads(2), [at(1, 'a'), at(4, 'b'), at(2, 'd'), at(4, 'e')])
  const pulls: unknown[] = []
  for (let lines = feed.pull(9); lines.length > 0; lines = feed.pull(9)) pulls.push([feed.place?.(), ...lines])
  t.strictSame(pulls, [
    [{ file: 'one', line: 1, round: 0 }, at(1, 'a')],
    [{ file: 'two', line: 1, round: 0 }, at(2, 'd')],
    [{ file: 'one', line: 2, round: 0 }, at(4, 'b')],
    [{ file: 'two', line: 3, round: 0 }, at(4, 'e'), at(5, 'f')],
    [{ file: 'one', line: 3, round: 0 }, at(9, 'c')],
  ])
})

t.test('begins anew when it loops, unless there is nothing at all', async (t) => {
  const folder = t.testdir({ one: text(0, 2), two: text(2, 1), empty: '' })
  const feed = openRecordingFeed([join(folder, 'one'), join(folder, 'two')], true)
  t.strictSame([feed.pull(9), feed.pull(9), feed.pull(1)], [[line(0), line(1)], [line(2)], [line(0)]])
  t.strictSame(feed.place?.(), { file: 'one', line: 1, round: 1 })
  t.strictSame(openRecordingFeed([join(folder, 'empty')], true).pull(9), [])
})

t.test('tells the symbols of the good lines of a damaged file', async (t) => {
  const folder = t.testdir({ plain: `${text(0, 2)}garbage\n` })
  t.strictSame(openRecordingFeed([join(folder, 'plain')]).heads(9), [line(0), line(1)])
})
