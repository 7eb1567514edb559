import type {
  BarEnded,
  BookStateChanged,
  InstrumentInfo,
  InstrumentsAnswer,
  Kline,
  Liquidation,
  Mark,
  Orderbook,
  SnapshotAnswer,
  SnapshotRequest,
  SubscribeAnswer,
  SubscribeRequest,
  Ticker,
  Trade,
} from '../../../src/lib/contracts/market.ts'
import type { MarketHealth, ResyncAnswer } from '../../../src/lib/contracts/market-health.ts'

export const instrument: InstrumentInfo = {
  symbol: 'BTCUSDT',
  venue: 'binance',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  status: 'trading',
  tickSize: '0.01',
  lotSize: '0.00001',
  minPrice: '0.01',
  maxPrice: '1000000',
  minQty: '0.00001',
  maxQty: '9000',
  minNotional: '5',
  maxNotional: '9000000',
}

const book: Orderbook = {
  symbol: 'BTCUSDT',
  updateId: 50_135_291_042,
  state: 'valid',
  eventUs: 1_723_075_200_100_000,
  bids: [
    ['55028.00', '4.1'],
    ['55027.99', '0.00067'],
  ],
  asks: [['55028.01', '1.06']],
}
const empty: Orderbook = { ...book, updateId: 0, state: 'syncing', eventUs: 0, bids: [], asks: [] }
const trade: Trade = { symbol: 'BTCUSDT', tradeId: 3_714_889_203, price: '55028.01', qty: '0.00067', side: 'buy', eventUs: 1_723_075_200_098_000 }
const ticker: Ticker = {
  symbol: 'BTCUSDT',
  updateId: 50_135_291_044,
  bid: '55028.00',
  bidQty: '4.1',
  ask: '55028.01',
  askQty: '1.06',
  receivedUs: 1_723_075_200_123_001,
}
const stale: BookStateChanged = { symbol: 'BTCUSDT', state: 'stale', sinceUs: 1_723_075_203_000_000, reason: 'nothing was heard for 3000 ms' }
const valid: BookStateChanged = { symbol: 'BTCUSDT', state: 'valid', sinceUs: 1_723_075_200_000_001, reason: 'ok' }
const snapshot: SnapshotAnswer = { ringEpoch: 3, ringPosition: 81_920, book }
const wanted: SnapshotRequest = { symbol: 'BTCUSDT' }
const subscribe: SubscribeRequest = { symbols: ['ETHUSDT'] }
const subscribed: SubscribeAnswer = { symbols: ['BTCUSDT', 'ETHUSDT'] }
const instruments: InstrumentsAnswer = { instruments: [instrument, { ...instrument, symbol: 'ETHUSDT', baseAsset: 'ETH', status: 'halted' }] }

const mark: Mark = {
  symbol: 'BTCUSDT',
  mark: '55028.4',
  index: '55030.12',
  fundingRatio: '-0.000012',
  nextFundingUs: 1_723_104_000_000_000,
  eventUs: 1_723_075_200_000_000,
}
const liquidation: Liquidation = { symbol: 'BTCUSDT', side: 'sell', price: '54800', averagePrice: '54910.5', qty: '0.4', eventUs: 1_723_075_200_000_000 }
const kline: Kline = {
  symbol: 'BTCUSDT',
  interval: '1m',
  openUs: 1_723_075_200_000_000,
  closeUs: 1_723_075_259_999_000,
  open: '55028',
  high: '55030',
  low: '55020.5',
  close: '55021',
  volume: '12.5',
  trades: 40,
  closed: false,
  eventUs: 1_723_075_230_000_000,
}
const bar: BarEnded = {
  symbol: 'BTCUSDT',
  spec: '1m',
  openUs: 1_723_075_200_000_000,
  closeUs: 1_723_075_260_000_000,
  open: '55028',
  high: '55030',
  low: '55020.5',
  close: '55021',
  volume: '12.5',
  value: '687812.500625',
  buyVolume: '7',
  trades: 40,
}
const bounded: SnapshotAnswer = { ...snapshot, horizon: { bid: '54000', ask: '56000.01' } }
const health: MarketHealth = {
  venue: 'binance',
  proof: 'sequence',
  weightCount: 270,
  pausedMs: 0,
  connections: [{ id: '1', route: 'market', state: 'open', sinceUs: 1_723_075_200_000_000, symbols: 1, attempts: 2, messages: 812, perS: 140 }],
  books: [
    {
      symbol: 'BTCUSDT',
      state: 'stale',
      sinceUs: 1_723_075_203_000_000,
      reason: 'a diff is missing',
      ageMs: 120,
      updateId: 50_135_291_042,
      diffs: 40,
      duplicates: 1,
      gaps: 1,
      resyncs: 0,
      snapshots: 2,
      checks: 12,
      mismatches: 0,
      horizon: { bid: '54000' },
    },
  ],
}
const resynced: ResyncAnswer = { symbol: 'BTCUSDT', state: 'stale' }

export const marketExamples = {
  'market_data.marks.mark': { negative: mark },
  'market_data.liquidations.liquidation': { sold: liquidation },
  'market_data.klines.kline': { open: kline, closed: { ...kline, closed: true } },
  'market_data.bars.bar': { minute: bar, value: { ...bar, spec: '0.5v' }, lacking: { ...bar, lacksTrades: true }, revised: { ...bar, revision: 1 } },
  'md.health.request': { all: {}, one: { symbols: ['BTCUSDT'] } },
  'md.health.answer': { stale: health, fresh: { ...health, books: [{ ...health.books[0], state: 'init', ageMs: null, horizon: {} }] } },
  'md.resync.request': { symbol: wanted },
  'md.resync.answer': { stale: resynced },
  'market_data.orderbook.orderbook': { valid: book, empty },
  'market_data.trades.trade': { taken: trade },
  'market_data.ticker.ticker': { touch: ticker },
  'market_data.state.state': { stale, valid },
  'md.snapshot.request': { symbol: wanted },
  'md.snapshot.answer': { valid: snapshot, bounded, empty: { ...snapshot, book: empty } },
  'md.subscribe.request': { one: subscribe },
  'md.subscribe.answer': { two: subscribed, told: { ...subscribed, channels: ['book', 'klines.1m'], bars: ['1m'] } },
  'md.instruments.request': { all: {} },
  'md.instruments.answer': { two: instruments },
}
