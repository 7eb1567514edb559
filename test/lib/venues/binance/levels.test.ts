import t from 'tap'
import { FieldError } from '../../../../src/lib/venues/binance/fields.ts'
import { levelsOf, lotsOf, ticksOf } from '../../../../src/lib/venues/binance/levels.ts'
import { btcusdt } from '../../../kit/market-texts.ts'

t.test('reads levels flat and exact', async (t) => {
  t.strictSame(
    levelsOf(
      [
        ['61837.63000000', '3.78826000'],
        ['0.01', '0'],
      ],
      btcusdt,
    ),
    [6_183_763, 378_826, 1, 0],
  )
  t.strictSame(levelsOf([], btcusdt), [])
})

t.test('counts a size finer than the lot as the next lot', async (t) => {
  t.equal(lotsOf('177.35159200', btcusdt), 17_735_160)
})

t.test('throws a field error for anything else', async (t) => {
  for (const levels of [null, {}, [['1']], [[1, '1']], [['1', null]], [['0.001', '1']], ['1']]) t.throws(() => levelsOf(levels, btcusdt), FieldError)
  t.throws(() => ticksOf('1e3', btcusdt), FieldError)
})
