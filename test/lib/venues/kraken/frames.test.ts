import t from 'tap'
import { Book } from '../../../../src/lib/model/book.ts'
import { checksumOf } from '../../../../src/lib/venues/kraken/checksum.ts'
import { readFrame } from '../../../../src/lib/venues/kraken/frames.ts'
import { printedInstrument } from '../../../../src/lib/venues/kraken/instruments.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const btcusd = printedInstrument('BTC-USD', { price: 1, qty: 8 })
if (btcusd === null) throw new Error('no instrument')
const instruments = new Map([['BTC-USD', btcusd]])
const read = (text: string) => readFrame(utf8Bytes(text), instruments)

/** The example of the venue's documentation. */
const ASKS =
  '45285.2 0.00100000,45286.4 1.54571953,45286.6 1.54571109,45289.6 1.54560911,45290.2 0.15890660,45291.8 1.54553491,45294.7 0.04454749,45296.1 0.35380000,45297.5 0.09945542,45299.5 0.18772827'
const BIDS =
  '45283.5 0.10000000,45283.4 1.54582015,45282.1 0.10000000,45281.0 0.10000000,45280.3 1.54592586,45279.0 0.07990000,45277.6 0.03310103,45277.5 0.30000000,45277.3 1.54602737,45276.6 0.15445238'
const levels = (text: string): string =>
  text
    .split(',')
    .map((pair) => pair.replace(/^(\S+) (\S+)$/, '{"price":$1,"qty":$2}'))
    .join(',')
const bookText = (kind: string, checksum: number): string =>
  `{"channel":"book","type":"${kind}","data":[{"symbol":"BTC/USD","bids":[${levels(BIDS)}],"asks":[${levels(ASKS)}],"checksum":${checksum},"timestamp":"2023-10-06T17:35:55.440295Z"}]}`

t.test('reads a book with its digits as printed, and the checksum of the documentation fits', async (t) => {
  const image = read(bookText('snapshot', 3_310_070_434))
  t.match(image, { type: 'book', symbol: 'BTC-USD', checksum: 3_310_070_434, eventUs: 1_696_613_755_440_295 })
  if (image.type !== 'book') throw new Error('no book')
  const book = new Book()
  book.load('buy', image.bids)
  book.load('sell', image.asks)
  t.equal(checksumOf(book, btcusd), 3_310_070_434)
})

t.test('reads an update as a change without ids', async (t) => {
  t.match(read(bookText('update', 7)), { type: 'diff', symbol: 'BTC-USD', firstId: 0, lastId: 0, prevId: null, checksum: 7 })
})

t.test('reads trades, one or many in a message', async (t) => {
  const trade = (id: number): string =>
    `{"symbol":"BTC/USD","side":"sell","price":45283.5,"qty":0.10000001,"trade_id":${id},"timestamp":"2023-10-06T17:35:55Z"}`
  t.match(read(`{"channel":"trade","type":"update","data":[${trade(7)}]}`), {
    type: 'trade',
    tradeId: 7,
    priceTicks: 452_835,
    qtyLots: 10_000_001,
    aggressor: 'sell',
  })
  t.match(read(`{"channel":"trade","type":"update","data":[${trade(7)},${trade(8)}]}`), { type: 'batch', events: [{ tradeId: 7 }, { tradeId: 8 }] })
})

t.test('reads best prices, which tell of no update', async (t) => {
  const text = '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":45283.5,"bid_qty":0.1,"ask":45285.2,"ask_qty":0.001}]}'
  t.match(read(text), { type: 'ticker', updateId: 0, bidTicks: 452_835, bidLots: 10_000_000, askTicks: 452_852, askLots: 100_000 })
})

t.test('tells answers and beats from data, and names what is garbled', async (t) => {
  t.strictSame(read('{"method":"subscribe","req_id":3,"success":true,"result":{}}'), { type: 'answered', id: 3, problem: null })
  t.match(read('{"method":"subscribe","req_id":3,"success":false,"error":"Currency pair not supported"}'), { id: 3, problem: /not supported/ })
  t.strictSame(read('{"method":"subscribe","req_id":3,"success":true,"result":{"channel":"book","symbol":"BTC/USD"}}'), {
    type: 'answered',
    id: 3,
    symbol: 'BTC-USD',
    problem: null,
  })
  t.match(read('{"method":"subscribe","req_id":3,"success":false,"error":"Currency pair not supported XBT/USDX","symbol":"XBT/USDX"}'), { symbol: 'BTC-USDX' })
  t.strictSame(read('{"channel":"heartbeat"}'), { type: 'ignored' })
  const book = bookText('update', 7)
  for (const text of [
    '<html>',
    '[]',
    '{}',
    book.replace('45285.2', '45285.25'),
    book.replace('BTC/USD', 'X/Y'),
    book.replace('"checksum":7', '"checksum":-1'),
    book.replace('17:35:55.440295Z', 'noon'),
    book.replace('2023-', '2623-'),
    '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":1.5,"qty":1,"trade_id":-1,"timestamp":"2023-10-06T17:35:55Z"}]}',
  ]) {
    t.match(read(text), { type: 'garbled' }, text.slice(0, 40))
  }
})

t.test('takes no book in disorder, no print of nothing and no size without a price', async (t) => {
  const side = (name: string, ...prices: readonly number[]) => `"${name}":[${prices.map((price) => `{"price":${price},"qty":1}`).join()}]`
  const book = (bids: string, asks: string) => `{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD",${bids},${asks}}]}`
  const print = (price: number, qty: number) =>
    `{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":${price},"qty":${qty},"trade_id":1,"timestamp":"2023-10-06T17:35:55Z"}]}`
  t.match(read(book(side('bids', 2.5, 1.5), side('asks', 3.5))), { type: 'book' })
  const ticker = '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":0,"bid_qty":1,"ask":3.5,"ask_qty":1}]}'
  const bad = [book(side('bids', 1.5, 2.5), side('asks', 3.5)), book(side('bids', 2.5), side('asks', 3.5, 3.5)), print(0, 1), print(1.5, 0), ticker]
  for (const text of bad) t.match(read(text), { type: 'garbled' }, text)
  t.match(read(bookText('snapshat', 7)), { type: 'garbled', reason: /neither a snapshot nor an update/ })
})

t.test('an empty list of prints says nothing, and an answer without a usable number answers nobody', async (t) => {
  t.strictSame(read('{"channel":"trade","type":"snapshot","data":[]}'), { type: 'ignored' })
  t.strictSame(read('{"method":"subscribe","req_id":-3,"success":true}'), { type: 'ignored' })
  t.match(read('{"method":"subscribe","req_id":3,"success":false,"error":{"toString":1}}'), { problem: 'no reason is given' })
})
