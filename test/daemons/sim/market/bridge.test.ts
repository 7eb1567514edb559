import t from 'tap'
import { bridgeDiff } from '../../../../src/daemons/sim/market/bridge.ts'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { toDiff, toSnapshot } from '../../../../src/daemons/sim/market/recorded-steps.ts'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'

const instrument = decimalInstrument('BTCUSDT', 2, 3)
const snapshot = {
  lastUpdateId: 50,
  bids: [
    ['1.00', '2.000'],
    ['0.99', '1.000'],
  ],
  asks: [['1.02', '3.000']],
} as const
const numbers = { E: 7, pu: 90, U: 91, u: 95 }

const bookBefore = () => {
  const book = createReplica()
  book.load({ updateId: 90, bids: [101, 5, 100, 2_000, 98, 7], asks: [102, 1, 105, 4] })
  return book
}

t.test('turns a book into that of the snapshot, telling only what differs', async (t) => {
  const book = bookBefore()
  const diff = bridgeDiff(instrument, book, { product: 'spot', symbol: 'BTCUSDT', snapshot, streams: [], numbers })
  t.strictSame(diff, {
    e: 'depthUpdate',
    E: 7,
    s: 'BTCUSDT',
    U: 91,
    u: 95,
    b: [
      ['0.99', '1.000'],
      ['1.01000000', '0.00000000'],
      ['0.98000000', '0.00000000'],
    ],
    a: [
      ['1.02', '3.000'],
      ['1.05000000', '0.00000000'],
    ],
  })
  book.apply(toDiff(instrument, diff))
  const wanted = createReplica()
  wanted.load(toSnapshot(instrument, snapshot))
  t.strictSame([book.hash(), book.updateId, book.gapCount], [wanted.hash(), 95, 0])
})

t.test('writes prices of futures as their venue does, and chains them', async (t) => {
  const diff = bridgeDiff(instrument, bookBefore(), { product: 'usdm', symbol: 'BTCUSDT', snapshot, streams: [], numbers })
  t.match(diff, {
    T: 7,
    pu: 90,
    a: [
      ['1.02', '3.000'],
      ['1.05', '0.00000000'],
    ],
  })
})
