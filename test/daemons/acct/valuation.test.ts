import t from 'tap'
import { bookOwnFill, openBooks, reconcileBooks } from '../../../src/daemons/acct/books.ts'
import { accountState, midOf } from '../../../src/daemons/acct/valuation.ts'
import { formatMoney } from '../../../src/lib/base/money.ts'
import type { OrderFilled, Reconciled } from '../../../src/lib/contracts/exec.ts'
import { execStream } from '../../kit/exec-stream.ts'

const mark = (symbol: string, bid: string, ask: string) => [symbol, midOf({ type: 'mark', symbol, bid, ask, receivedUs: 10 })] as const

t.test('the mid is exact between two ticks', async (t) => {
  t.equal(formatMoney(mark('BTCUSDT', '60000.01', '60000.02')[1].price), '60000.015')
})

t.test('two symbols: sums over both, rows by name, each with its own mark', async (t) => {
  const books = openBooks()
  const stream = execStream()
  reconcileBooks(books, stream.reconciled({ USDT: '1000', ETH: '1' }, true).body as Reconciled)
  bookOwnFill(books, (stream.filled({ symbol: 'ETHUSDT', baseAsset: 'ETH', qty: '1', price: '100', fee: '1' }).body as OrderFilled).fill)
  bookOwnFill(books, (stream.filled({ qty: '0.01', price: '50000', fee: '2' }).body as OrderFilled).fill)
  const mids = new Map([mark('ETHUSDT', '109', '111'), mark('BTCUSDT', '50000', '50020')])
  const valuation = { mids, sinceUs: 10, quoteAsset: 'USDT' }
  const state = accountState(books, valuation, 3)
  t.strictSame(
    state.positions.map(({ symbol, unrealized }) => [symbol, unrealized]),
    [
      ['BTCUSDT', '0.1'],
      ['ETHUSDT', '10'],
    ],
  )
  t.strictSame([state.unrealized, state.fees, state.equity], ['10.1', '3', '1117.1'])
  const half = accountState(books, { ...valuation, mids: new Map([mark('BTCUSDT', '50000', '50020')]) }, 3)
  t.strictSame([half.unrealized, half.equity, half.positions[0]?.unrealized, half.positions[1]?.mark], [null, null, '0.1', null])
})

t.test('a position that is quoted in another asset stands in its row only', async (t) => {
  const books = openBooks()
  const fill = execStream().filled({ symbol: 'ETHBTC', baseAsset: 'ETH', quoteAsset: 'BTC', qty: '1', price: '0.05', fee: '0.001', feeAsset: 'BTC' })
  bookOwnFill(books, (fill.body as OrderFilled).fill)
  const state = accountState(books, { mids: new Map(), sinceUs: 0, quoteAsset: 'USDT' }, 1)
  t.equal(state.positions[0]?.fees, '0.001')
  t.strictSame([state.fees, state.realized, state.unrealized, state.equity], ['0', '0', '0', null])
})
