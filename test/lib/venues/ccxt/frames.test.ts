import t from 'tap'
import { ccxtMarket } from '../../../../src/lib/venues/ccxt/market.ts'
import { btcusdt, utf8Bytes } from '../../../kit/market-texts.ts'

const market = ccxtMarket('okx')
const read = (line: object | string) => market.readFrame(utf8Bytes(typeof line === 'string' ? line : JSON.stringify(line)), new Map([['BTCUSDT', btcusdt]]))

t.test('reads whole books, trades and best prices of the helper process', async (t) => {
  const book = { type: 'book', symbol: 'BTCUSDT', eventMs: 5, bids: [['100.01', '0.5']], asks: [['100.02', '1']] }
  t.strictSame(read(book), { type: 'book', symbol: 'BTCUSDT', checksum: null, eventUs: 5_000, bids: [10_001, 50_000], asks: [10_002, 100_000] })
  t.match(read({ type: 'trade', symbol: 'BTCUSDT', eventMs: 5, tradeId: 7, price: '100', qty: '1', side: 'sell' }), {
    tradeId: 7,
    priceTicks: 10_000,
    aggressor: 'sell',
  })
  t.match(read({ type: 'ticker', symbol: 'BTCUSDT', bid: '1', bidQty: '2', ask: '3', askQty: '4' }), { updateId: 0, bidTicks: 100, askLots: 400_000 })
  t.strictSame(read({ type: 'answered', id: 3 }), { type: 'answered', id: 3, problem: null })
  t.strictSame(read({ type: 'answered', id: 3, problem: 'no such market' }), { type: 'answered', id: 3, problem: 'no such market' })
  for (const bad of [
    'x',
    '[]',
    '1',
    { type: 'book', symbol: 'NO' },
    { ...book, bids: [[1, 2]] },
    { type: 'trade', symbol: 'BTCUSDT', price: '1', qty: '1', side: 'up' },
    { type: 'trade', symbol: 'BTCUSDT', price: '0', qty: '1', side: 'buy' },
    { type: 'trade', symbol: 'BTCUSDT', price: '1', qty: '0', side: 'buy' },
    { type: 'ticker', symbol: 'BTCUSDT', bid: '0', bidQty: '2', ask: '3', askQty: '4' },
    { ...book, bids: [['0', '1']] },
    {
      ...book,
      bids: [
        ['1', '1'],
        ['2', '1'],
      ],
    },
    {
      ...book,
      asks: [
        ['2', '1'],
        ['2', '1'],
      ],
    },
    { ...book, eventMs: 9_700_000_000_000 },
    { ...book, eventMs: -1 },
    { ...book, type: { toString: 1 } },
    { ...book, symbol: { toString: 1 } },
    { type: 'answered', id: 3, problem: 7 },
  ])
    t.match(read(bad), { type: 'garbled' }, JSON.stringify(bad))
})

t.test('reads the instruments that the helper process wrote', async (t) => {
  const info = {
    symbol: 'BTC-USDT',
    venue: 'ccxt:okx',
    baseAsset: 'BTC',
    quoteAsset: 'USDT',
    status: 'trading',
    tickSize: '0.1',
    lotSize: '0.001',
    minPrice: '0',
    maxPrice: '0',
    minQty: '0',
    maxQty: '0',
    minNotional: '0',
    maxNotional: '0',
  }
  const answer = (body: string) => ({ ok: true, status: 200, headers: {}, body, sentMonoUs: 0 }) as const
  t.match(
    market.readInstruments(answer(JSON.stringify([info, { ...info, tickSize: 'x' }, { ...info, tickSize: { toString: 1 } }, { ...info, symbol: 'B€' }, null]))),
    { ok: true, value: [{ symbol: 'BTC-USDT', priceDecimals: 1 }] },
  )
  t.match(market.readInstruments(answer('{}')), { ok: false })
  t.equal(market.subscribe(['book:BTC-USDT'], 1), '{"method":"subscribe","streams":["book:BTC-USDT"],"id":1}')
})

t.test('cuts a long reason, and takes no id below zero', async (t) => {
  t.match(read({ type: 'answered', id: 3, problem: 'x'.repeat(101) }), { problem: 'x'.repeat(100) })
  t.strictSame(read({ type: 'answered', id: -3 }), { type: 'ignored' })
  t.match(read({ type: 'trade', symbol: 'BTCUSDT', tradeId: -7, price: '1', qty: '1', side: 'buy' }), { tradeId: 0, eventUs: 0 })
})
