import type {
  CancelAnswer,
  CancelRequest,
  Fill,
  Order,
  OrderChanged,
  OrderFilled,
  Reconciled,
  StatusAnswer,
  SubmitAnswer,
  SubmitRequest,
} from '../../../src/lib/contracts/exec.ts'
import { controlExamples } from './exec-control.ts'
import { instrument } from './market.ts'

const limitMaker: SubmitRequest = {
  intentId: 'maker-3-17',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limitMaker',
  tif: 'gtc',
  price: '55028.00',
  qty: '0.001',
  postOnly: true,
  reduceOnly: false,
  causeMonoUs: 812_345_678.25,
}
const market: SubmitRequest = {
  intentId: 'cli-1-1',
  strategyId: 'cli',
  symbol: 'BTCUSDT',
  side: 'sell',
  type: 'market',
  tif: 'ioc',
  qty: '0.01',
  postOnly: false,
  reduceOnly: true,
}
const stopLimit: SubmitRequest = {
  ...limitMaker,
  intentId: 'maker-3-18',
  type: 'stopLimit',
  stopPrice: '55100',
  trailingDeltaBps: 25,
  icebergQty: '0.0005',
  selfTradePrevention: 'expireMaker',
  postOnly: false,
}
const spending: SubmitRequest = { ...market, intentId: 'cli-1-2', quoteQty: '250.5' }
const dated: SubmitRequest = { ...limitMaker, intentId: 'maker-3-19', tif: 'gtd', expiresUs: 1_723_161_600_000_000 }
const unsure: SubmitAnswer = { clientOrderId: 't-3-000018', hint: 'not checked without market prices: PERCENT_PRICE' }
const submitted: SubmitAnswer = { clientOrderId: 't-3-000017' }
const cancelOne: CancelRequest = { clientOrderId: 't-3-000017' }
const cancelStrategy: CancelRequest = { strategyId: 'maker' }
const cancelAll: CancelRequest = { all: true }
const canceling: CancelAnswer = { clientOrderIds: ['t-3-000017', 't-3-000018'] }

const working: Order = {
  clientOrderId: 't-3-000017',
  intentId: 'maker-3-17',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limitMaker',
  tif: 'gtc',
  qty: '0.001',
  price: '55028.00',
  postOnly: true,
  reduceOnly: false,
  status: 'WORKING',
  pending: 'none',
  venueOrderId: '28457',
  filledQty: '0',
  filledQuote: '0',
  settled: false,
  reason: '',
  flags: [],
  createdUs: 1_723_075_200_000_100,
  updatedUs: 1_723_075_200_400_200,
}
const born: Order = { ...working, status: 'NEW_LOCAL', venueOrderId: null, updatedUs: working.createdUs }
const filledOrder: Order = { ...working, status: 'FILLED', filledQty: '0.001', filledQuote: '55.028', settled: true, flags: ['LATE_FILL'] }
const denied: Order = { ...born, type: 'market', price: null, status: 'DENIED', settled: true, reason: 'POSITION_MAX' }
const fill: Fill = {
  clientOrderId: 't-3-000017',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  venueOrderId: '28457',
  tradeId: '9001',
  side: 'buy',
  price: '55028.00',
  qty: '0.001',
  fee: '0.000001',
  feeAsset: 'BTC',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  liquidity: 'maker',
  eventUs: 1_723_075_201_500_000,
}

export const changed: OrderChanged = { execSeq: 2, order: born, cause: 'accepted', bodyHash: '9f86d081884c7d65' }
export const filled: OrderFilled = { execSeq: 4, fill }
export const reconciled: Reconciled = {
  execSeq: 1,
  balances: [
    { asset: 'USDT', free: '100000', locked: '0' },
    { asset: 'BTC', free: '1.999', locked: '0.001' },
  ],
  instruments: [instrument],
  openOrders: 0,
  opening: true,
}
const found: StatusAnswer = { orders: [working] }
const none: StatusAnswer = { orders: [] }

export const execExamples = {
  'exec.events.order.changed': {
    accepted: changed,
    working: { execSeq: 3, order: working, cause: 'ack' },
    filled: { execSeq: 5, order: filledOrder, cause: 'fill' },
    denied: { execSeq: 6, order: denied, cause: 'deny' },
    conditional: { execSeq: 8, order: { ...born, type: 'stopLimit', stopPrice: '55100', trailingDeltaBps: 25, icebergQty: '0.0005' }, cause: 'accepted' },
  },
  'exec.events.order.filled': { maker: filled, taker: { execSeq: 7, fill: { ...fill, side: 'sell', fee: '0.055028', feeAsset: 'USDT', liquidity: 'taker' } } },
  'exec.events.exec.reconciled': { opening: reconciled },
  'order.submit.request': { limitMaker, market, stopLimit, spending, dated },
  'order.submit.answer': { accepted: submitted, unsure },
  'order.cancel.request': { one: cancelOne, strategy: cancelStrategy, all: cancelAll },
  'order.cancel.answer': { two: canceling },
  'order.status.request': {
    one: cancelOne,
    live: {},
    intent: { intentId: 'cli-1-1', strategyId: 'cli' },
    page: { all: true, symbol: 'BTCUSDT', after: 60, limitCount: 60 },
  },
  'order.status.answer': { one: found, none, page: { ...found, nextIndex: 61 } },
  ...controlExamples(born),
}
