import t from 'tap'
import type { Line } from '../../../../src/daemons/md/line.ts'
import { Reference } from '../../../../src/daemons/md/verify/reference.ts'
import { Watch } from '../../../../src/daemons/md/verify/watch.ts'
import { Book } from '../../../../src/lib/model/book.ts'
import { btcusdt } from '../../../kit/market-texts.ts'

const setUp = () => {
  const reference = new Reference(btcusdt)
  reference.load({ lastId: 5, bids: [100, 1], asks: [101, 1] })
  const book = new Book()
  book.load('buy', [100, 1])
  book.load('sell', [101, 1])
  const line = { symbol: 'BTCUSDT', book, state: 'valid', updateId: 5 }
  const watch = new Watch(() => reference, 100)
  const look = (state: 'valid' | 'stale', nowUs: number): void => {
    line.state = state
    watch.reported('BTCUSDT', state, nowUs)
    watch.look(line as unknown as Line, nowUs)
  }
  return { watch, book, line, look }
}

t.test('finds a valid book that differs from the reference of its id', async (t) => {
  const { watch, book, line, look } = setUp()
  look('valid', 10)
  t.match(watch, { compared: 1, wrong: 0 })
  book.set('buy', 100, 2)
  line.updateId = 4
  look('valid', 11)
  t.match(watch, { compared: 1, wrong: 0 }, 'an id without a reference is not compared')
  line.updateId = 5
  look('valid', 12)
  t.match(watch, { compared: 2, wrong: 1 })
})

t.test('compares a book that counts its changes by itself with the one that it was told of', async (t) => {
  const { watch, line } = setUp()
  line.updateId = 77
  watch.look(line as unknown as Line, 10, 5)
  t.match(watch, { compared: 1, wrong: 0 })
  watch.look(line as unknown as Line, 11, 4)
  t.equal(watch.compared, 1, 'it has not changed')
})

t.test('keeps the account of valid time and of stale periods', async (t) => {
  const { watch, look } = setUp()
  look('valid', 10)
  look('stale', 30)
  look('valid', 50)
  watch.end(60)
  t.match(watch, { validUs: 30, stalePeriods: 1, healed: 1, unreported: 0 })
})

t.test('counts changes of state that nobody was told of', async (t) => {
  const { watch, line } = setUp()
  watch.look(line as unknown as Line, 10)
  t.equal(watch.unreported, 1)
})

t.test('counts a snapshot that comes before its back-off step is over', async (t) => {
  const { watch, look } = setUp()
  watch.requested('BTCUSDT', 0)
  look('valid', 50)
  watch.requested('BTCUSDT', 99)
  watch.requested('BTCUSDT', 199)
  t.equal(watch.hurried, 1)
})
