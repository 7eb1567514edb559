import fc from 'fast-check'
import t from 'tap'
import { absolute, add, EVENT_MS_MAX, epochUs, lots, money, negate, subtract, ticks, zeroMoney } from '../../../src/lib/base/units.ts'

t.test('counts whole ticks, lots and microseconds only', async (t) => {
  for (const make of [ticks, lots, epochUs]) {
    t.equal(make(-3), -3)
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) t.throws(() => make(value), RangeError)
  }
  t.throws(() => lots(1.5), { message: "'lots' 1.5 is not a safe integer" })
})

t.test('every time of an event is whole in microseconds', async (t) => {
  t.equal(epochUs(EVENT_MS_MAX * 1_000), 9_000_000_000_000_000)
})

t.test('adds and subtracts money without loss', async (t) => {
  fc.assert(fc.property(fc.bigInt(), fc.bigInt(), (a, b) => subtract(add(money(a), money(b)), money(b)) === a))
  t.equal(add(zeroMoney, money(5n)), 5n)
})

t.test('turns the sign of money', async (t) => {
  fc.assert(fc.property(fc.bigInt(), (a) => add(money(a), negate(money(a))) === zeroMoney && absolute(money(a)) === absolute(negate(money(a)))))
  t.equal(absolute(money(-4n)), 4n)
})
