import t from 'tap'
import { bookOwnFill, openBooks, reconcileBooks, sumOf } from '../../../src/daemons/acct/books.ts'
import { formatMoney, toMoney } from '../../../src/lib/base/money.ts'
import type { OrderFilled, Reconciled } from '../../../src/lib/contracts/exec.ts'
import { execStream } from '../../kit/exec-stream.ts'

const reconciled = (balances: Record<string, string>, opening: boolean) => execStream().reconciled(balances, opening).body as Reconciled

t.test('opening balances are free and locked together', async (t) => {
  const books = openBooks()
  const opening = { ...reconciled({}, true), balances: [{ asset: 'USDT', free: '70', locked: '30.5' }] }
  t.strictSame(reconcileBooks(books, opening), [])
  t.equal(books.opened, true)
  t.equal(formatMoney(books.totals.get('USDT') ?? toMoney('0')), '100.5')
})

t.test('an asset that the venue does not list is no information', async (t) => {
  const books = openBooks()
  reconcileBooks(books, reconciled({ USDT: '100', BTC: '1' }, true))
  t.strictSame(reconcileBooks(books, reconciled({ USDT: '100' }, false)), [])
  t.strictSame(
    reconcileBooks(books, reconciled({ BTC: '2', BNB: '1' }, false)).map(({ asset }) => asset),
    ['BTC', 'BNB'],
  )
})

t.test('fills of every strategy count, by symbol', async (t) => {
  const books = openBooks()
  const stream = execStream()
  for (const strategyId of ['maker', 'EXTERNAL']) bookOwnFill(books, (stream.filled({ strategyId }).body as OrderFilled).fill)
  bookOwnFill(books, (stream.filled({ symbol: 'ETHUSDT', baseAsset: 'ETH' }).body as OrderFilled).fill)
  t.strictSame(
    [...books.ledgers].map(([symbol, { fillCount }]) => [symbol, fillCount]),
    [
      ['BTCUSDT', 2],
      ['ETHUSDT', 1],
    ],
  )
  t.equal(formatMoney(sumOf([...books.ledgers.values()].map(({ volume }) => volume))), '180')
})
