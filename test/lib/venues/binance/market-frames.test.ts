import t from 'tap'
import { readFrame } from '../../../../src/lib/venues/binance/market-frames.ts'
import { btcusdt, marketTexts, utf8Bytes } from '../../../kit/market-texts.ts'

const instruments = new Map([['BTCUSDT', btcusdt]])
const read = (text: string) => readFrame(utf8Bytes(text), instruments)

t.test('reads a diff into ticks and lots', async (t) => {
  const sides = {
    bids: [[6_173_763, 0]],
    asks: [
      [6_183_764, 154_698],
      [6_183_985, 1],
    ],
  } as const
  const text = marketTexts.diff({ ids: [157, 160], ...sides, eventMs: 1_723_161_255_208 })
  t.strictSame(read(text), {
    type: 'diff',
    symbol: 'BTCUSDT',
    firstId: 157,
    lastId: 160,
    prevId: null,
    checksum: null,
    eventUs: 1_723_161_255_208_000,
    bids: new Float64Array([6_173_763, 0]),
    asks: new Float64Array([6_183_764, 154_698, 6_183_985, 1]),
  })
})

t.test('reads the last id of the diff before, where the venue tells it', async (t) => {
  t.match(read(marketTexts.diff({ ids: [157, 160] }).replace('"u":160', '"u":160,"pu":149')), { firstId: 157, lastId: 160, prevId: 149 })
})

t.test('reads a trade: the seller took when the buyer was the maker', async (t) => {
  const trade = { type: 'trade', symbol: 'BTCUSDT', tradeId: 7, priceTicks: 6_183_763, qtyLots: 2_000, eventUs: 1_700_000_000_000_000 }
  t.strictSame(read(marketTexts.trade(7, 6_183_763, 2_000)), { ...trade, aggressor: 'sell' })
  t.strictSame(read(marketTexts.trade(7, 6_183_763, 2_000).replace('"m":true', '"m":false')), { ...trade, aggressor: 'buy' })
})

t.test('reads best prices, which carry no event name', async (t) => {
  const best = { type: 'ticker', symbol: 'BTCUSDT', updateId: 9, bidTicks: 100, bidLots: 1, askTicks: 0, askLots: 0 }
  t.strictSame(read(marketTexts.ticker(9, [100, 1], [0, 0])), best)
})

t.test('tells a coming shutdown and an answer from market data', async (t) => {
  t.strictSame(read('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}'), { type: 'shutdown' })
  t.strictSame(read('{"result":null,"id":1}'), { type: 'answered', id: 1, problem: null })
})

t.test('names what is wrong with a garbled frame', async (t) => {
  const diff = marketTexts.diff({ ids: [5, 6], bids: [[100, 1]] })
  const frames: Readonly<Record<string, RegExp>> = {
    '<html>': /malformed json/,
    '[]': /'frame' is no object/,
    '{"data":{}}': /neither an event nor an answer/,
    '{"stream":"x@depth","data":null}': /'data' is no object/,
    '{"stream":"x@kline","data":{"e":"kline","s":"BTCUSDT"}}': /'k' is no object/,
    '{"stream":"x@depth","data":{"e":"toString","s":"BTCUSDT"}}': /'toString' is no known event/,
    [diff.replace('BTCUSDT', 'ETHUSDT')]: /'ETHUSDT' is no known symbol/,
    [diff.replace('"U":5', '"U":7')]: /'U' 7 is above 'u' 6/,
    [diff.replace('"U":5', '"U":"5"')]: /'U' is no whole number/,
    [diff.replace('"U":5', '"U":-5')]: /'U' -5 is negative/,
    [diff.replace('"U":5', '"U":5.5')]: /'U' is no whole number/,
    [diff.replace('"1.00000000"', '"1.00100000"')]: /'1.00100000' is no whole number of steps/,
    [diff.replace('"0.00001000"', '"-0.00001000"')]: /'-0.00001000' is no whole number/,
    [diff.replace('"0.00001000"', '1')]: /'1' is no whole number/,
    [diff.replace('"1.00000000"', '"0.00000000"')]: /'price' is zero/,
    [diff.replace('["1.00000000","0.00001000"]', '7')]: /'level' is no list/,
    [diff.replace('"b":[', '"b":5,"x":[')]: /'levels' is no list/,
    [diff.replace('"E":17', '"E":9999999999999917')]: /'E' .*is no/,
    [diff.replace('"u":6', '"u":6,"pu":7')]: /'pu' 7 is above 'u' 6/,
    [marketTexts.trade(1, 0, 1)]: /lacks its price or its size/,
    [marketTexts.trade(1, 1, 0)]: /lacks its price or its size/,
    [marketTexts.ticker(1, [0, 1], [2, 1])]: /a best size has no price/,
    [marketTexts.ticker(1, [1, 1], [0, 1])]: /a best size has no price/,
    [marketTexts.trade(1, 1, 1).replace('"m":true', '"m":1')]: /'m' is no truth value/,
  }
  for (const [text, reason] of Object.entries(frames)) t.match(read(text), { type: 'garbled', reason }, text)
})

t.test('passes over a print of nothing, and keeps an empty side and a diff before that is none', async (t) => {
  t.strictSame(read(marketTexts.trade(1, 0, 0)), { type: 'ignored' })
  t.match(read(marketTexts.ticker(1, [0, 0], [2, 1])), { type: 'ticker', bidTicks: 0, bidLots: 0, askTicks: 2 })
  t.match(read(marketTexts.diff({ ids: [5, 6] }).replace('"u":6', '"u":6,"pu":6')), { type: 'diff', prevId: 6 })
})
