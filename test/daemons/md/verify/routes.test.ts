import t from 'tap'
import { type Carrier, Routes } from '../../../../src/daemons/md/verify/routes.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const BOOKS = '/public/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker'
const TRADES = '/market/stream?streams=btcusdt@aggTrade'

const setUp = (...paths: readonly string[]) => {
  const sockets = new Map<number, Carrier>(paths.map((path, index) => [index + 1, { path, open: true, silent: false }]))
  const routes = new Routes(sockets)
  const to = (stream: string): number | null => routes.socketOf(utf8Bytes(`{"stream":"${stream}","data":{}}`))
  return { sockets, routes, to }
}

t.test('a frame goes to the socket whose path names its stream, whichever was opened last', async (t) => {
  for (const [paths, wanted] of [
    [
      [BOOKS, TRADES],
      [1, 1, 2, 1],
    ],
    [
      [TRADES, BOOKS],
      [2, 2, 1, 2],
    ],
  ] as const) {
    const { to } = setUp(...paths)
    t.strictSame(['btcusdt@depth@0ms', 'btcusdt@bookTicker', 'btcusdt@trade', 'btcusdt@depth@0ms'].map(to), wanted)
  }
})

t.test('nobody gets what no open path names, as long as the paths name streams', async (t) => {
  const { sockets, routes, to } = setUp(BOOKS, TRADES)
  t.equal(to('btcusdt@depth'), 1)
  const books = sockets.get(1)
  if (books === undefined) throw new Error('no socket')
  books.silent = true
  routes.forget()
  t.strictSame(['btcusdt@depth', 'ethusdt@trade', 'btcusdt@trade'].map(to), [null, null, 2])
})

t.test('a socket without names carries everything, the last one first', async (t) => {
  const { to, routes } = setUp('/stream', TRADES, '/stream')
  t.strictSame(['btcusdt@depth', 'btcusdt@trade', 'ethusdt@trade'].map(to), [3, 2, 3])
  t.equal(routes.socketOf(utf8Bytes('[1,{"b":[]},"book-1000","XBT/USD"]')), 3)
})

t.test('a longer name is another one', async (t) => {
  const { to } = setUp('/stream', '/stream?streams=btcusdt@bookTicker')
  t.strictSame(['btcusdt@book', 'btcusdt@bookTicker', 'btcusdt@book'].map(to), [1, 2, 1])
})
