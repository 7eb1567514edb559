import t from 'tap'
import { truncate } from '../../../src/daemons/md/kept-levels.ts'
import { openLine } from '../../../src/daemons/md/line.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { btcusdt } from '../../kit/market-texts.ts'

t.test('cuts a book to the levels that a stream keeps', async (t) => {
  const { book } = openLine(btcusdt, { nowUs: epochUs(1), levels: 3 })
  for (const ticks of [99, 98, 97, 96]) book.set('buy', ticks, 1)
  truncate(book, 2)
  t.strictSame([book.count('buy'), book.ticksAt('buy', 1)], [2, 98])
})
