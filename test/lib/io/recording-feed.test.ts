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
  t.strictSame(feed.place?.(), { file: 'plain', line: 2 })
  t.strictSame(feed.pull(2), [line(2)])
  t.strictSame(feed.pull(9), [line(3), line(4)])
  t.strictSame(feed.place?.(), { file: 'packed.gz', line: 2 })
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
  t.strictSame(feed.place?.(), { file: 'plain', line: 2 })
  t.throws(() => feed.pull(9), { exit: 65, message: "recording 'plain' is damaged at line 3: not '<receive time in ns> <JSON>'" })
})

t.test('tells where a packed file was cut off, and that one is broken', async (t) => {
  const folder = t.testdir({})
  const packed = gzipSync(text(0, 5_000))
  const [cut, broken] = [join(folder, 'cut.gz'), join(folder, 'broken.gz')]
  writeFileSync(cut, packed.subarray(0, packed.length >> 1))
  const feed = openRecordingFeed([cut])
  const lines = feed.pull(9_000)
  t.ok(lines.length > 100 && lines.length < 5_000)
  t.throws(() => feed.pull(9), { exit: 65, message: new RegExp(`'cut.gz' is damaged at line ${lines.length + 1}: unexpected end`) })
  writeFileSync(broken, Buffer.concat([packed.subarray(0, 200), Buffer.alloc(400, 0xff), packed.subarray(600)]))
  t.throws(() => openRecordingFeed([broken]), { exit: 65, message: /'broken\.gz' is damaged/ })
})

t.test('reads the whole of a real recording', needsData('spot_btcusdt_20240808.gz'), async (t) => {
  const feed = openRecordingFeed([dataFile('spot_btcusdt_20240808.gz')])
  let count = 0
  for (let lines = feed.pull(5_000); lines.length > 0; lines = feed.pull(5_000)) count += lines.length
  t.equal(count, 41_249)
  feed.close()
  t.strictSame(feed.pull(1), [])
})
