import { exchangeInfo, marketTexts } from '../kit/market-texts.ts'

const diff = marketTexts.diff({
  ids: [5, 6],
  bids: [
    [100, 1],
    [99, 0],
  ],
  asks: [[101, 7]],
})
const BOOK = '"bids":[{"price":45283.5,"qty":0.1},{"price":45283.4,"qty":2.5}],"asks":[{"price":45284.1,"qty":0.3}]'

/** Good frames of every kind, by who sends them. */
export const FRAMES = {
  spot: [
    diff,
    marketTexts.trade(1, 100, 5),
    marketTexts.ticker(6, [100, 1], [101, 7]),
    '{"u":6,"s":"BTCUSDT","b":"1.00","B":"2.00000","a":"1.01","A":"3.00000"}',
    '{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1,"s":"BTCUSDT","k":{"t":0,"T":59999,"s":"BTCUSDT","i":"1m","o":"1.5","c":"1.6","h":"1.7","l":"1.4","v":"9","n":3,"x":false}}}',
    '{"result":null,"id":1}',
    '{"error":{"code":2,"msg":"Invalid request"},"id":3}',
    '{"e":"serverShutdown","E":1770123456789}',
  ],
  usdm: [
    '{"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":51,"u":55,"pu":50,"b":[["58710.20","0.014"]],"a":[["61800.30","0.0"]]}}',
    '{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}}',
    '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1,"s":"BTCUSDT","a":9,"p":"61800.30","q":"0.006","f":3,"l":4,"T":1,"m":false}}',
    '{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":51,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1,"E":1}}',
    '{"stream":"btcusdt@markPrice","data":{"e":"markPriceUpdate","E":1,"s":"BTCUSDT","p":"1.5","i":"1.5","P":"1.5","r":"-0.0001","T":2}}',
    '{"stream":"btcusdt@forceOrder","data":{"e":"forceOrder","E":1,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","p":"9910","ap":"9910","q":"0.014","T":1}}}',
    '{"result":null,"id":2}',
  ],
  kraken: [
    `{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD",${BOOK},"checksum":7,"timestamp":"2023-10-06T17:35:55.440295Z"}]}`,
    '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":45283.5,"qty":0.1}],"asks":[],"checksum":7,"timestamp":"2023-10-06T17:35:55.440295Z"}]}',
    '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":45283.5,"qty":0.1,"trade_id":1,"timestamp":"2023-10-06T17:35:55Z"}]}',
    '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":1.5,"qty":0.1,"trade_id":1,"timestamp":"2023-10-06T17:35:55Z"},{"symbol":"BTC/USD","side":"buy","price":1.5,"qty":0.1,"trade_id":2,"timestamp":"2023-10-06T17:35:55Z"}]}',
    '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":45283.4,"bid_qty":2.5,"ask":45283.5,"ask_qty":0.1}]}',
    '{"method":"subscribe","req_id":4,"success":true}',
    '{"method":"subscribe","req_id":5,"success":false,"error":"Currency pair not supported"}',
    '{"channel":"heartbeat"}',
  ],
  krakenFirst: [
    '[336,{"as":[["5541.30","2.507","1534614248.123678"],["5541.80","0.33","1534614098.345543"]],"bs":[["5541.20","1.529","1534614248.765567"],["5540.00","1.1","1534614246.5"]]},"book-1000","XBT/USD"]',
    '[336,{"a":[["5541.30000","2.50700000","1534614248.456738"]],"c":"974942666"},"book-1000","XBT/USD"]',
    '{"channelID":336,"channelName":"book-1000","event":"subscriptionStatus","pair":"XBT/USD","reqid":3,"status":"subscribed"}',
    '{"event":"heartbeat"}',
  ],
  ccxt: [
    '{"type":"book","symbol":"BTC-USD","eventMs":1700000000000,"bids":[["1.50","2"],["1.40","1"]],"asks":[["1.60","3"],["1.70","9"]]}',
    '{"type":"trade","symbol":"BTC-USD","eventMs":1700000000000,"tradeId":7,"price":"1.50","qty":"2","side":"buy"}',
    '{"type":"ticker","symbol":"BTC-USD","bid":"1.50","bidQty":"2","ask":"1.60","askQty":"3"}',
    '{"type":"answered","id":7}',
    '{"type":"answered","id":8,"problem":"stream is unknown"}',
  ],
} as const

/** Lines of a recording. */
export const LINES = [
  `1723161253937085768 ${diff}`,
  `1723161254206652067 ${marketTexts.trade(1, 100, 5)}`,
  `1723161254206652067 ${marketTexts.ticker(6, [100, 1], [101, 7])}`,
] as const

/** Answers of REST that bring a book. */
export const SNAPSHOTS = [
  marketTexts.snapshot(
    6,
    [
      [100, 1],
      [99, 8],
      [95, 2],
    ],
    [
      [101, 7],
      [102, 1],
    ],
  ),
  '{"lastUpdateId":7,"E":1,"T":1,"bids":[["58710.20","0.014"],["58710.10","0.5"]],"asks":[]}',
] as const

/** Answers of REST that bring the rules of symbols, by who sends them. */
export const INSTRUMENTS = {
  binance: [exchangeInfo('BTCUSDT'), exchangeInfo('BTCUSDT', 'ETHUSDT')],
  kraken: [
    '{"error":[],"result":{"XXBTZUSD":{"wsname":"XBT/USD","pair_decimals":1,"lot_decimals":8,"ordermin":"0.0001","costmin":"0.5","tick_size":"0.1","status":"online"}}}',
  ],
  ccxt: [
    '[{"symbol":"BTC-USD","venue":"ccxt:okx","baseAsset":"BTC","quoteAsset":"USD","status":"trading","tickSize":"0.1","lotSize":"0.001","minPrice":"0.1","maxPrice":"999999","minQty":"0.001","maxQty":"999","minNotional":"0","maxNotional":"0"}]',
  ],
} as const
