import t from 'tap'
import { LiveTable, MD_TABLES, tableWriter } from '../../../src/lib/cli/live-table.ts'

t.test('shows the newest book of each symbol, level by level', async (t) => {
  const table = new LiveTable(MD_TABLES.book)
  const book = (symbol: string, bids: string[][], asks: string[][]) => ({ type: 'orderbook', symbol, state: 'valid', bids, asks })
  table.take(book('ETHUSDT', [], []))
  table.take(book('BTCUSDT', [['9', '1']], []))
  table.take(
    book(
      'BTCUSDT',
      [
        ['60000.01', '1.5'],
        ['60000', '2'],
      ],
      [['60000.02', '0.5']],
    ),
  )
  t.strictSame(table.lines(), [
    'symbol   state  bidQty  bid       ask       askQty',
    'ETHUSDT  valid',
    'BTCUSDT  valid  1.5     60000.01  60000.02  0.5',
    '                2       60000',
  ])
})

t.test('shows the newest trades first, and only so many', async (t) => {
  const table = new LiveTable(MD_TABLES.trades)
  for (let tradeId = 1; tradeId <= 30; tradeId++)
    table.take({ type: 'trade', ts: 1_700_000_000_000 + tradeId, symbol: 'BTCUSDT', side: 'buy', price: '1', qty: '2', tradeId })
  const lines = table.lines()
  t.equal(lines.length, 21)
  t.equal(lines[1], '22:13:20.030  BTCUSDT  buy   1      2    30')
})

t.test('shows best prices alone, and every column of a bar', async (t) => {
  const top = new LiveTable(MD_TABLES.top)
  top.take({ type: 'state', symbol: 'BTCUSDT', state: 'valid' })
  t.equal(top.lines().length, 1)
  top.take({ type: 'ticker', symbol: 'BTCUSDT', bid: '1', bidQty: '2', ask: '3', askQty: '4', updateId: 5 })
  t.equal(top.lines()[1], 'BTCUSDT  2       1    3    4       5')
  const bars = new LiveTable(MD_TABLES.bars)
  bars.take({ type: 'bar', ts: 0, symbol: 'BTCUSDT', spec: '1m', open: '1', high: '2', low: '1', close: '2', volume: '5', trades: 3 })
  t.match(bars.lines()[1], /^00:00:00\.000 {2}BTCUSDT {2}1m .* 5 {7}3$/)
})

t.test('is a writer that never falls behind', async (t) => {
  const writer = tableWriter(MD_TABLES.top)
  t.strictSame([writer.dropped, writer.isBehind], [0, false])
})
