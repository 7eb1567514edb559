import { Buffer } from 'node:buffer'
import process from 'node:process'
import fc from 'fast-check'
import t from 'tap'
import { CONTROL_BYTES_MAX, DATA_BYTES_MAX, decode, encode } from '../../../src/lib/codec/cbor.ts'

const CAP = { maxBytes: CONTROL_BYTES_MAX }
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** What a message may hold: no minus zero, which the wire turns into zero. */
const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.maxSafeInteger().map((value) => value + 0),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
)
const message = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('node')),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('node'),
      ),
    ),
  })).node,
)

t.test('writes golden bytes', async (t) => {
  t.equal(
    hex(encode({ v: 1, type: 'order.filled', seq: 300, price: '61837.63' })),
    'b9000461760164747970656c6f726465722e66696c6c65646373657119012c6570726963656836313833372e3633',
  )
  t.equal(hex(encode({ tsUs: 1_723_075_200_123_456, list: [true, null, -3] })), 'b900026474735573fb43187c82d4e60900646c69737483f5f622')
  t.equal(hex(encode({ payload: Uint8Array.of(1, 2) })), 'b90001677061796c6f6164420102')
})

t.test('gives back what it was given', async (t) => {
  fc.assert(
    fc.property(message, (value) => {
      const decoded = decode(encode(value), CAP)
      t.ok(decoded.ok)
      if (decoded.ok) t.strictSame(plain(decoded.value), plain(value))
    }),
    { numRuns: 200 },
  )
})

t.test('never throws on random bytes', async (t) => {
  let refused = 0
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      if (!decode(bytes, CAP).ok) refused++
    }),
    { numRuns: 3000 },
  )
  t.ok(refused > 1000)
})

t.test('never throws on a message with one byte changed', async (t) => {
  fc.assert(
    fc.property(message, fc.nat(), fc.nat(255), (value, place, byte) => {
      const bytes = Uint8Array.from(encode(value))
      bytes[place % bytes.length] = byte
      t.type(decode(bytes, CAP).ok, 'boolean')
    }),
    { numRuns: 300 },
  )
})

t.test('says what is wrong with a refused frame', async (t) => {
  t.strictSame(decode(fromHex('c249010000000000000000'), CAP), { ok: false, error: 'malformed cbor: tag 2 is not allowed at byte 1' })
})

t.test('reads the 64-bit integer of a peer as a number', async (t) => {
  t.strictSame(decode(fromHex('1b00061f290c7dc540'), CAP), { ok: true, value: 1_723_111_023_953_216 })
})

t.test('refuses nesting deeper than 32 and takes 32', async (t) => {
  const nested = (depth: number): Uint8Array => fromHex(`${'81'.repeat(depth)}00`)
  t.ok(decode(nested(32), CAP).ok)
  t.match(decode(nested(33), CAP), { ok: false, error: /deeper than 32/ })
  t.match(decode(nested(60_000), CAP), { ok: false, error: /deeper than 32/ })
})

t.test('refuses a frame above its cap before it reads it', async (t) => {
  t.match(decode(new Uint8Array(CONTROL_BYTES_MAX + 1), CAP), { ok: false, error: /65537 bytes is above the limit 65536/ })
  t.notOk(decode(new Uint8Array(DATA_BYTES_MAX + 1), { maxBytes: DATA_BYTES_MAX }).ok)
})

t.test('answers a hostile megabyte fast', async (t) => {
  const bignum = new Uint8Array(DATA_BYTES_MAX)
  bignum.set(fromHex('c25a000ffffa'))
  const started = process.hrtime.bigint()
  t.notOk(decode(bignum, { maxBytes: DATA_BYTES_MAX }).ok)
  t.ok(process.hrtime.bigint() - started < 50_000_000n)
})

t.test('does not write what it would refuse to read', async (t) => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  for (const value of [
    { a: 1n },
    { a: 2n ** 70n },
    { a: Number.NaN },
    { a: Infinity },
    { a: new Map([[1, 2]]) },
    { a: 10n ** 13n },
    { a: /x/ },
    { a: () => 1 },
    { a: Symbol('x') },
    circle,
  ])
    t.throws(() => encode(value), { name: 'RangeError', message: /^cannot encode as cbor: / })
})

t.test('keeps a fetched key from reaching the prototype', async (t) => {
  const decoded = decode(fromHex('a1695f5f70726f746f5f5fa1616101'), CAP)
  t.ok(decoded.ok)
  if (decoded.ok) t.equal(Object.getPrototypeOf(decoded.value), Object.prototype)
})
