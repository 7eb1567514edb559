import { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { frameBytes, looksLikeFrame, readFrame, writeFrame } from '../../../src/lib/journal/frame.ts'
import type { Frame } from '../../../src/lib/ports/journal.ts'

const frame: Frame = { seq: 7, tsUs: 1_723_075_200_123_456, epoch: 3, type: 'SEND', payload: Uint8Array.of(1, 2, 3) }
const SEED = 0x01020304

const written = (value: Frame, seed = SEED): Uint8Array => {
  const bytes = new Uint8Array(frameBytes(value.payload.length))
  writeFrame({ bytes, view: new DataView(bytes.buffer), offset: 0 }, value, seed)
  return bytes
}

t.test('lays a frame out byte for byte', async (t) => {
  const bytes = Buffer.from(written(frame))
  t.equal(bytes.toString('hex'), '03000000f7b183c10700000000000000408239b5201f060003000000040001000102030000000000')
  t.equal(bytes.length, 40)
})

t.test('reads back what it wrote', async (t) => {
  const reading = readFrame(written(frame), 0, SEED)
  t.equal(reading.kind, 'frame')
  if (reading.kind === 'frame') t.strictSame({ ...reading.frame, payload: [...reading.frame.payload] }, { ...frame, payload: [1, 2, 3] })
})

t.test('keeps the largest numbers', async (t) => {
  const large: Frame = { seq: Number.MAX_SAFE_INTEGER, tsUs: Number.MAX_SAFE_INTEGER, epoch: 2 ** 32 - 1, type: 'RECON', payload: new Uint8Array(0) }
  t.match(readFrame(written(large), 0, SEED), { frame: { seq: Number.MAX_SAFE_INTEGER, tsUs: Number.MAX_SAFE_INTEGER, epoch: 2 ** 32 - 1, type: 'RECON' } })
})

t.test('refuses the frame with any bit flipped', async (t) => {
  const bytes = written(frame)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Uint8Array.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    t.equal(readFrame(flipped, 0, SEED).kind, 'bad', `bit ${bit}`)
  }
})

t.test('refuses the frame cut at any byte', async (t) => {
  const bytes = written(frame)
  for (let length = 1; length < bytes.length; length++) t.equal(readFrame(bytes.subarray(0, length), 0, SEED).kind, 'bad', `${length} bytes`)
})

t.test('refuses the frame behind another one', async (t) => {
  t.match(readFrame(written(frame), 0, SEED + 1), { kind: 'bad', problem: /^the crc is \d+, expected \d+$/ })
})

t.test('takes zeros for the end', async (t) => {
  t.strictSame(readFrame(new Uint8Array(frameBytes(0)), 0, SEED), { kind: 'end' })
  t.strictSame(readFrame(new Uint8Array(0), 0, SEED), { kind: 'end' })
})

t.test('tells a sound frame of a newer version from a bad one', async (t) => {
  const bytes = written(frame)
  const view = new DataView(bytes.buffer)
  view.setUint16(28, 9, true)
  view.setUint32(4, crc32(bytes.subarray(8, 35), SEED), true)
  t.match(readFrame(bytes, 0, SEED), { kind: 'unknown', problem: 'frame type 9, schema 1, flags 0; expected type 1 to 8, schema 1, flags 0' })
})

t.test('recognises a header by its shape alone', async (t) => {
  const bytes = written(frame, 99)
  t.ok(looksLikeFrame(bytes, 0, { above: 6, upTo: 9 }))
  t.notOk(looksLikeFrame(bytes, 0, { above: 7, upTo: 9 }))
  t.notOk(looksLikeFrame(bytes, 0, { above: 1, upTo: 6 }))
  t.notOk(looksLikeFrame(bytes, 16, { above: 6, upTo: 9 }))
})
