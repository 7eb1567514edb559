import fc from 'fast-check'
import t from 'tap'
import { formatScaled, formatUnits, parseScaled, parseUnits, powerOfTen } from '../../../src/lib/base/decimal.ts'

const scales = fc.integer({ min: 0, max: 30 })
const values = fc.bigInt({ min: -(10n ** 30n) + 1n, max: 10n ** 30n - 1n })

t.test('reads back every number that it wrote', async (t) => {
  fc.assert(fc.property(values, scales, (value, scale) => parseScaled(formatScaled(value, scale), scale) === value))
  t.equal(formatScaled(-1n, 3), '-0.001')
})

t.test('writes one text for one number', async (t) => {
  fc.assert(
    fc.property(values, scales, (value, scale) => {
      const text = formatScaled(value, scale)
      return formatScaled(value * 1000n, scale + 3) === text && /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/.test(text)
    }),
  )
  t.equal(formatScaled(0n, 8), '0')
  t.equal(formatScaled(-120n, 2), '-1.2')
})

t.test('takes a number with zeros around it', async (t) => {
  t.equal(parseScaled('0061.8300', 2), 6183n)
  t.equal(parseScaled('-0.00', 2), 0n)
})

t.test('refuses what is no plain decimal or is finer than the scale', async (t) => {
  for (const text of ['', ' 1', '1 ', '+1', '.5', '5.', '1e3', '0x1', 'NaN', '1,5', '--1', '1.2.3', '1.234', '٣', `${'1'.repeat(31)}`]) {
    t.equal(parseScaled(text, 2), null, `'${text}'`)
  }
})

t.test('gives whole units as a number, and no number for anything inexact', async (t) => {
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.integer({ min: 0, max: 9 }),
      (units, decimals) => parseUnits(formatScaled(BigInt(units), decimals), decimals) === units,
    ),
  )
  for (const text of ['9007199254740993', '0.001', 'one']) t.ok(Number.isNaN(parseUnits(text, 2)), `'${text}'`)
})

t.test('knows the powers of ten from 0 to 60', async (t) => {
  t.equal(powerOfTen(0), 1n)
  t.equal(powerOfTen(60), 10n ** 60n)
  t.throws(() => powerOfTen(61), { message: /'exponent' 61/ })
  t.throws(() => powerOfTen(-1), RangeError)
})

t.test('writes whole units as it writes scaled integers', async (t) => {
  const units = fc.oneof(
    fc.maxSafeInteger(),
    fc.maxSafeNat(),
    fc.nat(100_000).map((count) => count * 100),
    fc.constantFrom(0, Number.MAX_SAFE_INTEGER),
  )
  fc.assert(
    fc.property(units, fc.nat(9), (count, decimals) => formatUnits(count, decimals) === formatScaled(BigInt(count), decimals)),
    { numRuns: 5_000 },
  )
  t.equal(formatUnits(6_183_700, 2), '61837')
})
