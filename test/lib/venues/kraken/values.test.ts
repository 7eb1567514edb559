import t from 'tap'
import { checksumIn, levelsOf } from '../../../../src/lib/venues/kraken/values.ts'
import { btcusdt } from '../../../kit/market-texts.ts'

t.test('reads checksums as numbers or texts of 32 bits', async (t) => {
  t.strictSame([checksumIn('4294967295'), checksumIn(0), checksumIn(undefined)], [4_294_967_295, 0, null])
  for (const bad of ['-1', '4294967296', 'x', 1.5, null, '', [], true, '0x1', { toString: 1 }]) t.throws(() => checksumIn(bad), { name: 'KrakenFieldError' })
})

t.test('reads levels into ticks and lots, and no price of zero', async (t) => {
  const pair = (entry: unknown) => entry as readonly [unknown, unknown]
  t.strictSame(levelsOf([['1.05', '2']], btcusdt, pair), [105, 200_000])
  for (const level of [
    ['0', '1'],
    [1, '1'],
    ['1.001', '1'],
    ['1', 'x'],
  ])
    t.throws(() => levelsOf([level], btcusdt, pair))
})
