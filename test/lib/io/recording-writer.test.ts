import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openRecordingLines } from '../../../src/lib/io/recording-lines.ts'
import { openRecordingWriter, partPath } from '../../../src/lib/io/recording-writer.ts'

const never = Number.POSITIVE_INFINITY
const folder = (): string => mkdtempSync(join(tmpdir(), 'trade-writer-'))
const linesOf = (path: string): string[] => {
  const lines: string[] = []
  openRecordingLines(path).each((line) => void lines.push(new TextDecoder().decode(line)))
  return lines
}

t.test('packs in each way so that the same lines come back, in a private file', async (t) => {
  for (const packing of ['plain', 'gzip', 'zstd'] as const) {
    const path = join(folder(), 'day.gz')
    const writer = openRecordingWriter({ path, packing, rotateBytes: never, rotateMs: never })
    for (let n = 0; n < 1_000; n++) t.equal(writer.write(`line ${n}\n`, n), true)
    await writer.close()
    t.strictSame(
      linesOf(path),
      Array.from({ length: 1_000 }, (_, n) => `line ${n}`),
      packing,
    )
    t.equal(statSync(path).mode & 0o777, 0o600)
    t.match(writer, { failure: null, dropped: 0 })
  }
})

t.test('gives frames of zstd a check value', async (t) => {
  const path = join(folder(), 'day.zst')
  const writer = openRecordingWriter({ path, packing: 'zstd', rotateBytes: never, rotateMs: never })
  writer.write('line\n', 1)
  await writer.close()
  const descriptor = readFileSync(path)[4] ?? 0
  t.equal(descriptor & 4, 4)
})

t.test('begins a new file after a size or a time, and loses nothing between', async (t) => {
  t.strictSame([partPath('a/day.gz', 0), partPath('a/day.gz', 2), partPath('day', 1)], ['a/day.gz', 'a/day.2.gz', 'day.1'])
  for (const limits of [
    { rotateBytes: 50, rotateMs: never },
    { rotateBytes: never, rotateMs: 5 },
  ]) {
    const dir = folder()
    const writer = openRecordingWriter({ path: join(dir, 'day.gz'), packing: 'gzip', ...limits })
    for (let n = 10; n < 40; n++) writer.write(`line number ${n}\n`, n)
    await writer.close()
    const count = readdirSync(dir).length
    t.ok(count >= 5, `${count} files`)
    const all = Array.from({ length: count }, (_, part) => linesOf(partPath(join(dir, 'day.gz'), part))).flat()
    t.strictSame(
      all,
      Array.from({ length: 30 }, (_, n) => `line number ${n + 10}`),
    )
  }
})

t.test('tells when each file after the first begins', async (t) => {
  const begun: number[] = []
  const path = join(folder(), 'day')
  const writer = openRecordingWriter({ path, packing: 'plain', rotateBytes: never, rotateMs: 10, onPart: (nowMs) => begun.push(nowMs) })
  for (let n = 0; n < 25; n++) writer.write(`line ${n}\n`, n)
  await writer.close()
  t.strictSame(begun, [10, 20])
})

t.test('overwrites nothing and tells why it stopped', async (t) => {
  const path = join(folder(), 'day')
  writeFileSync(path, 'mine')
  const writer = openRecordingWriter({ path, packing: 'plain', rotateBytes: never, rotateMs: never })
  writer.write('a\n', 0)
  await writer.close()
  t.match(writer.failure, { code: 'EEXIST' })
  t.equal(writer.write('b\n', 1), false)
  t.strictSame(linesOf(path), ['mine'])
})
