import fc from 'fast-check'
import t from 'tap'
import { DecimalForm, DecimalShape, readColumn } from '../../../../src/lib/venues/binance/decimal-form.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const MARGIN = ' '.repeat(16)

const read = (texts: readonly string[], shape: DecimalShape): number[] => {
  const bytes = utf8Bytes(MARGIN + texts.join('","') + MARGIN)
  const into = new Float64Array(2 * texts.length)
  const column = {
    words: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    from: 16,
    stride: (texts[0]?.length ?? 0) + 3,
    count: texts.length,
    into,
    slot: 0,
  }
  const count = readColumn(column, shape)
  return Array.from({ length: count }, (_, index) => into[2 * index] ?? 0)
}

const digitsOf = (count: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count })

t.test('reads every decimal of its shape exactly', async (t) => {
  const shapes = fc
    .record({ head: fc.integer({ min: 1, max: 8 }), places: fc.nat(8), decimals: fc.nat(8) })
    .filter(({ head, decimals }) => head + decimals <= 9)
  fc.assert(
    fc.property(
      shapes.chain((shape) => fc.record({ shape: fc.constant(shape), head: digitsOf(shape.head), counted: digitsOf(Math.min(shape.places, shape.decimals)) })),
      ({ shape: { head, places, decimals }, head: digits, counted }) => {
        const text = `${digits}.${counted.padEnd(places, '0')}`
        const [units] = read([text, text], new DecimalShape(head, places, decimals))
        t.equal(units, Number(digits + counted.padEnd(decimals, '0')), `${text} at ${decimals}`)
      },
    ),
    { numRuns: 1_000 },
  )
})

t.test('ends at the first text of another shape', async (t) => {
  const shape = new DecimalShape(5, 8, 2)
  t.strictSame(read(['61837.63000000', '61837.64000000'], shape), [6_183_763, 6_183_764])
  for (const other of ['6183.763000000', '61837.63000001', '61837.63100000', '6183a.63000000', '61837,63000000', '/1837.63000000', '61837.6:000000'])
    t.strictSame(read(['61837.63000000', other], shape), [6_183_763], other)
})

t.test('expects the first shape it meets, and another when it comes twice', async (t) => {
  const form = new DecimalForm(2, 1, false)
  t.equal(form.shape.head, -1, 'no text has the shape before the first')
  form.note(5, 8)
  form.note(4, 8)
  t.equal(form.shape.head, 5)
  form.note(4, 8)
  t.equal(form.shape.head, 4)
  const stepped = new DecimalForm(2, 5, false)
  stepped.note(5, 8)
  t.equal(stepped.shape.head, -1, 'steps of several units are counted the long way')
})
