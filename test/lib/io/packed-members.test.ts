import { Buffer } from 'node:buffer'
import { constants, crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { unpack } from '../../../src/lib/io/packed-members.ts'

const TEXTS = [0, 1, 2].map((part) => Array.from({ length: 300 }, (_, index) => `${part} ${index} ${Math.sin(index)}\n`).join(''))
const ALL = TEXTS.join('')
const PACKERS = {
  gzip: (text: string) => gzipSync(text),
  zstd: (text: string) => zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
} as const

/** A member with everything that its head may hold. */
const ornate = (text: string): Buffer => {
  const head = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 255, 3, 0, 1, 2, 3, 0x61, 0, 0x62, 0x63, 0, 9, 9])
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(text), 0)
  trailer.writeUInt32LE(text.length, 4)
  return Buffer.concat([head, deflateRawSync(text), trailer])
}

const seen = (packed: Buffer): { text: string; cut: string | null } => {
  const { bytes, cut } = unpack(packed)
  return { text: new TextDecoder().decode(bytes), cut }
}

t.test('leaves alone what is not packed', async (t) => {
  t.strictSame(seen(Buffer.from('plain')), { text: 'plain', cut: null })
  t.strictSame(seen(Buffer.alloc(0)), { text: '', cut: null })
})

t.test('unpacks joined members, heads with all fields and a padded end', async (t) => {
  for (const pack of Object.values(PACKERS)) t.strictSame(seen(Buffer.concat(TEXTS.map(pack))), { text: ALL, cut: null })
  t.strictSame(seen(Buffer.concat(TEXTS.map(ornate))), { text: ALL, cut: null })
  t.strictSame(seen(Buffer.concat([gzipSync(ALL), Buffer.alloc(512)])), { text: ALL, cut: null })
})

t.test('gives what there is of data that ends early', async (t) => {
  for (const [name, pack] of Object.entries(PACKERS)) {
    const packed = Buffer.concat(TEXTS.map(pack))
    for (const missing of [1, 6, 40, 2_000]) {
      const { text, cut } = seen(packed.subarray(0, packed.length - missing))
      t.match(cut, /unexpected end/, `${name} without ${missing} bytes`)
      t.ok(ALL.startsWith(text) && text.length >= (TEXTS[0] ?? '').length * 2, `${text.length} characters`)
    }
  }
  for (const length of [3, 9, 11, 14, 18, 21]) t.match(seen(ornate(ALL).subarray(0, length)), { text: '', cut: /unexpected end/ })
})

t.test('gives nothing of a member that any one wrong bit damages, nor of what follows it', async (t) => {
  for (const [name, pack] of Object.entries(PACKERS)) {
    const parts = TEXTS.map(pack)
    const [first, second] = [parts[0] ?? Buffer.alloc(0), parts[1] ?? Buffer.alloc(0)]
    let silent = 0
    for (let at = 10; at < second.length - 4; at += 13) {
      const packed = Buffer.concat(parts)
      const where = first.length + at
      packed[where] = (packed[where] ?? 0) ^ (1 << (at % 8))
      const { text, cut } = seen(packed)
      if (cut === null || text !== TEXTS[0]) silent += 1
    }
    t.equal(silent, 0, name)
  }
})

t.test('says what is wrong with a member', async (t) => {
  const flipped = (at: number): Buffer => {
    const packed = gzipSync(ALL)
    packed[at < 0 ? packed.length + at : at] = 0xff
    return packed
  }
  t.match(seen(flipped(-8)), { text: '', cut: 'incorrect data check, no line from here on is certain' })
  t.match(seen(flipped(-1)), { text: '', cut: /^incorrect length check, / })
  t.match(seen(flipped(2)), { text: '', cut: /^incorrect header check, / })
  t.match(seen(Buffer.concat([gzipSync(ALL), Buffer.from('and more than that')])), { text: ALL, cut: /^incorrect header check, / })
  t.match(seen(Buffer.concat([zstdCompressSync(ALL), Buffer.from('and more')])), { text: ALL, cut: /./ })
})
