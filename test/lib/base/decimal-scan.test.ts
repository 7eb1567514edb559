import fc from 'fast-check'
import t from 'tap'
import { parseUnits } from '../../../src/lib/base/decimal.ts'
import { scanUnits } from '../../../src/lib/base/decimal-scan.ts'

const decimals = fc.integer({ min: 0, max: 9 })
const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength })
const plain = fc.tuple(digits(18), fc.option(digits(12), { nil: null })).map(([head, tail]) => (tail === null ? head : `${head}.${tail}`))
const broken = fc.string({ unit: fc.constantFrom(...'012.-e+x '), maxLength: 6 })

t.test('reads what the exact parser reads', async (t) => {
  fc.assert(
    fc.property(
      fc.oneof(
        plain,
        broken.filter((text) => !text.startsWith('-')),
      ),
      decimals,
      (text, places) => {
        t.ok(Object.is(scanUnits(text, places), parseUnits(text, places)), `'${text}' at ${places}`)
      },
    ),
    { numRuns: 2_000 },
  )
})

t.test('takes no sign, no exponent and no half a number', async (t) => {
  for (const text of ['-1', '+1', '1e3', '', '.', '.5', '5.', '1.2.3', '0x1', ' 1', '1 ', '１', '9007199254740993', '0'.repeat(41)]) {
    t.ok(Number.isNaN(scanUnits(text, 2)), `'${text}'`)
    t.ok(Number.isNaN(scanUnits(text, 2, 'up')), `'${text}' rounded up`)
  }
})

t.test('counts a rest as one more unit when asked to', async (t) => {
  t.equal(scanUnits('177.35159200', 5, 'up'), 17_735_160)
  t.equal(scanUnits('177.35159000', 5, 'up'), 17_735_159)
  t.equal(scanUnits('0.00000001', 5, 'up'), 1)
  t.equal(scanUnits('3', 5, 'up'), 300_000)
  t.ok(Number.isNaN(scanUnits('0.000001x', 5, 'up')))
})
