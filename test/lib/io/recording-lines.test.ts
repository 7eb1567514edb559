import { Buffer } from 'node:buffer'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { openRecordingLines, recordingDamage } from '../../../src/lib/io/recording-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'trade-lines-'))
const TEXT = Array.from({ length: 500 }, (_, index) => `line ${index} ${'x'.repeat(index % 50)}${Math.sin(index)}`)

const write = (name: string, bytes: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const linesOf = (path: string): string[] => {
  const lines: string[] = []
  openRecordingLines(path).each((line, number) => void lines.push(`${number} ${new TextDecoder().decode(line)}`))
  return lines
}

const numbered = TEXT.map((line, index) => `${index + 1} ${line}`)

const checkedZstd = (lines: readonly string[]): Buffer => zstdCompressSync(`${lines.join('\n')}\n`, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })

t.test('reads plain, gzip and zstd files alike, with or without an end of the last line', async (t) => {
  const text = TEXT.join('\n')
  const files = [write('plain', text), write('end', `${text}\n`), write('a.gz', gzipSync(text)), write('a.zst', zstdCompressSync(text))]
  for (const file of files) t.strictSame(linesOf(file), numbered, file)
  t.strictSame(linesOf(write('empty', '')), [])
})

t.test('reads every member of files that were joined', async (t) => {
  const parts = [TEXT.slice(0, 200), TEXT.slice(200, 201), TEXT.slice(201)].map((lines) => `${lines.join('\n')}\n`)
  t.strictSame(linesOf(write('joined.gz', Buffer.concat(parts.map((text) => gzipSync(text))))), numbered)
  t.strictSame(linesOf(write('joined.zst', Buffer.concat(parts.map((text) => zstdCompressSync(text))))), numbered)
})

t.test('names the line of damage in a later member, after all lines before it', async (t) => {
  const [first, second] = [TEXT.slice(0, 200), TEXT.slice(200)].map((lines) => zstdCompressSync(`${lines.join('\n')}\n`))
  const joined = Buffer.concat([first ?? [], second ?? []].map((each) => Uint8Array.from(each)))
  const broken = { 'cut.zst': joined.subarray(0, joined.length - 50), 'more.zst': Buffer.concat([joined, Buffer.from('no frame')]) }
  for (const [name, bytes] of Object.entries(broken)) {
    const seen: string[] = []
    const read = (): void => openRecordingLines(write(name, bytes)).each((line) => void seen.push(new TextDecoder().decode(line)))
    t.throws(read, { exit: 65, message: new RegExp(`${name}' is damaged at line `) })
    t.ok(seen.length >= 200, `${name}: ${seen.length} lines`)
    t.strictSame(seen, TEXT.slice(0, seen.length))
  }
})

t.test('hands over the lines before damage and names the line of it', async (t) => {
  const packed = gzipSync(TEXT.join('\n'))
  const path = write('cut.gz', packed.subarray(0, packed.length - 200))
  const seen: number[] = []
  t.throws(() => openRecordingLines(path).each((_, number) => void seen.push(number)), {
    exit: 65,
    message: /^recording '\/.*\/cut.gz' is damaged at line \d+: /,
  })
  t.ok(seen.length > 10 && seen.length < 500, `${seen.length} lines`)
})

t.test('hands over no line of a file that a wrong byte has changed', async (t) => {
  for (const [name, packed] of [
    ['wrong.gz', gzipSync(TEXT.join('\n'))],
    ['wrong.zst', checkedZstd(TEXT)],
  ] as const) {
    packed[packed.length >> 1] = ~(packed[packed.length >> 1] ?? 0) & 0xff
    const seen: string[] = []
    const read = (): void => openRecordingLines(write(name, packed)).each((line) => void seen.push(new TextDecoder().decode(line)))
    t.throws(read, { exit: 65, message: new RegExp(`^recording '.*${name}' is damaged at line 1: `) })
    t.strictSame(seen, [], name)
  }
  const head = write('head.gz', gzipSync(TEXT.join('\n')).subarray(0, 4))
  t.throws(() => openRecordingLines(head).each(() => undefined), { exit: 65, message: /head\.gz' is damaged at line 1: / })
})

t.test('refuses a file that is not there with exit code 65', async (t) => {
  t.throws(() => openRecordingLines(join(folder, 'none')), { exit: 65, code: 'RECORDING_UNREADABLE' })
  t.match(recordingDamage('a', 3, 'why'), { exit: 65, message: "recording 'a' is damaged at line 3: why" })
})
