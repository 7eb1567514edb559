import fc from 'fast-check'
import t from 'tap'
import { DecimalShape } from '../../../../src/lib/venues/binance/decimal-form.ts'
import { readLevels } from '../../../../src/lib/venues/binance/level-loop.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const MARGIN = ' '.repeat(64)
const PRICE = new DecimalShape(5, 8, 2)
const QTY = new DecimalShape(1, 8, 5)

const read = (text: string, [price, qty] = [PRICE, QTY], room = 64) => {
  const bytes = utf8Bytes(MARGIN + text + MARGIN)
  const run = { words: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at: MARGIN.length, into: new Float64Array(2 * room), count: 0 }
  const isWhole = readLevels(run, price, qty)
  return { isWhole, at: run.at - MARGIN.length, levels: [...run.into.subarray(0, 2 * run.count)] }
}

const digitsOf = (min: number, max = min) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })

/** A shape, and levels that have it. */
const cases = fc
  .record({
    head: fc.integer({ min: 1, max: 8 }),
    places: fc.integer({ min: 1, max: 8 }),
    decimals: fc.nat(8),
    qtyPlaces: fc.integer({ min: 1, max: 8 }),
    qtyDecimals: fc.nat(8),
  })
  .filter(({ head, decimals }) => head + decimals <= 9)
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      levels: fc.array(
        fc.tuple(
          digitsOf(shape.head),
          digitsOf(Math.min(shape.places, shape.decimals)),
          digitsOf(1, Math.min(4, 9 - shape.qtyDecimals)),
          digitsOf(Math.min(shape.qtyPlaces, shape.qtyDecimals)),
        ),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  )

t.test('reads levels of any shape exactly, up to a price of nothing', async (t) => {
  fc.assert(
    fc.property(cases, ({ shape: { head, places, decimals, qtyPlaces, qtyDecimals }, levels }) => {
      const texts = levels.map(([a, b, c, d]) => [`${a}.${b.padEnd(places, '0')}`, `${c}.${d.padEnd(qtyPlaces, '0')}`])
      const numbers = levels.map(([a, b, c, d]) => [Number(a + b.padEnd(decimals, '0')), Number(c + d.padEnd(qtyDecimals, '0'))])
      const nothing = numbers.findIndex(([price]) => price === 0)
      const expected = nothing < 0 ? numbers : numbers.slice(0, nothing)
      const seen = read(JSON.stringify(texts).slice(1), [new DecimalShape(head, places, decimals), new DecimalShape(1, qtyPlaces, qtyDecimals)])
      t.strictSame(seen.levels, expected.flat())
      t.equal(seen.isWhole, nothing < 0)
    }),
    { numRuns: 2_000 },
  )
})

t.test('leaves a level alone that has any other byte', async (t) => {
  const level = '["61837.63000000","0.37882000"]'
  const text = `${level},${level},${level}]`
  t.strictSame(read(text), { isWhole: true, at: text.length, levels: [6_183_763, 37_882, 6_183_763, 37_882, 6_183_763, 37_882] })
  const second = level.length + 1
  for (let at = second + 1; at < second + level.length; at++) {
    for (const byte of ['x', '/', ':', ' ', '"', '.', ',', '\0', '\u007f', '\u0010']) {
      if (text[at] === byte) continue
      const seen = read(text.slice(0, at) + byte + text.slice(at + 1))
      t.ok(!seen.isWhole && seen.levels.length === 2 && seen.at === second, `'${byte}' at ${at}`)
    }
  }
})

t.test('leaves digits alone that are finer than a step, and sizes of more than four digits', async (t) => {
  for (const text of [
    '["61837.63000001","0.37882000"]]',
    '["61837.63100000","0.37882000"]]',
    '["61837.63000000","0.37882001"]]',
    '["61837.63000000","12345.37882000"]]',
  ])
    t.strictSame(read(text), { isWhole: false, at: 0, levels: [] }, text)
})

t.test('stops where there is no more room, and without a shape', async (t) => {
  const text = '["61837.63000000","0.37882000"],["61837.63000000","0.37882000"]]'
  t.strictSame(read(text, [PRICE, QTY], 1).levels, [6_183_763, 37_882])
  const unknown = new DecimalShape(-1, 0, 0)
  t.strictSame(read(text, [unknown, QTY]).levels, [])
  t.strictSame(read(text, [PRICE, unknown]).levels, [])
})
