import fc from 'fast-check'
import t from 'tap'
import { divideHalfEven, formatMoney, multiply, parseMoney, toMoney } from '../../../src/lib/base/money.ts'
import { money } from '../../../src/lib/base/units.ts'

const ONE = 10n ** 18n
const amounts = fc.bigInt({ min: -(10n ** 36n), max: 10n ** 36n })
const divisors = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).filter((divisor) => divisor !== 0n)

const size = (value: bigint): bigint => (value < 0n ? -value : value)

/** The rule by its definition: nearest to top / bottom, and even when two are equally near. */
const isHalfEven = (result: bigint, top: bigint, bottom: bigint): boolean => {
  const twice = 2n * size(result * bottom - top)
  return twice < size(bottom) || (twice === size(bottom) && result % 2n === 0n)
}

t.test('rounds every quotient to the nearest, a tie to even', async (t) => {
  fc.assert(fc.property(amounts, divisors, (top, bottom) => isHalfEven(divideHalfEven(money(top), bottom), top, bottom)))
  const ties = [1n, 3n, 5n, -1n, -3n, -5n].map((top) => divideHalfEven(money(top), 2n))
  t.same(ties, [0n, 2n, 2n, 0n, -2n, -2n])
})

t.test('multiplies exactly where 18 places hold the product, else half to even', async (t) => {
  fc.assert(fc.property(amounts, amounts, (a, b) => isHalfEven(multiply(money(a), money(b)), a * b, ONE)))
  t.equal(formatMoney(multiply(toMoney('61837.63'), toMoney('0.00012'))), '7.4205156')
  t.equal(multiply(money(1n), money(ONE / 2n)), 0n)
  t.equal(multiply(money(3n), money(ONE / 2n)), 2n)
})

t.test('multiplies in any order', async (t) => {
  fc.assert(fc.property(amounts, amounts, (a, b) => multiply(money(a), money(b)) === multiply(money(b), money(a))))
  t.equal(multiply(money(7n * ONE), toMoney('1')), 7n * ONE)
})

t.test('reads back every amount that it wrote', async (t) => {
  fc.assert(fc.property(amounts, (amount) => toMoney(formatMoney(money(amount))) === amount))
  t.equal(formatMoney(toMoney('-0.50')), '-0.5')
})

t.test('refuses to divide by zero', async (t) => {
  t.throws(() => divideHalfEven(money(1n), 0n), { message: 'cannot divide money by zero' })
})

t.test('refuses text that is finer than 18 places or no decimal', async (t) => {
  t.equal(parseMoney('0.0000000000000000001'), null)
  t.equal(parseMoney('ten'), null)
  t.throws(() => toMoney('1e2'), { message: "'1e2' is no decimal of at most 18 places" })
})
