import t from 'tap'
import { orderAnswers } from '../../../../src/lib/venues/binance/order-answers.ts'

const answer = (value: unknown, status = 200) => ({ ok: true, status, headers: {}, body: JSON.stringify(value), sentMonoUs: 1 }) as const
const order = {
  symbol: 'BTCUSDT',
  orderId: 28,
  orderListId: -1,
  clientOrderId: 'a',
  price: '100.00000000',
  origQty: '1.00000000',
  executedQty: '0.50000000',
  cummulativeQuoteQty: '50.00000000',
  status: 'PARTIALLY_FILLED',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'SELL',
}
const report = {
  symbol: 'BTCUSDT',
  venueOrderId: '28',
  clientOrderId: 'a',
  status: 'PARTIAL',
  cumQty: '0.5',
  side: 'sell',
  type: 'limit',
  price: '100',
  qty: '1',
}

t.test('a placed order comes with the fills it took', async (t) => {
  const fills = [{ price: '100.0', qty: '0.5', commission: '0.05', commissionAsset: 'USDT', tradeId: 9 }]
  t.match(orderAnswers.readPlaced(answer({ ...order, transactTime: 77, fills })), {
    kind: 'accepted',
    report: { ...report, venueMs: 77 },
    fills: [
      {
        symbol: 'BTCUSDT',
        venueOrderId: '28',
        tradeId: '9',
        side: 'sell',
        price: '100',
        qty: '0.5',
        fee: '0.05',
        feeAsset: 'USDT',
        liquidity: 'taker',
        venueMs: 77,
      },
    ],
  })
  t.match(orderAnswers.readPlaced(answer({ ...order, transactTime: 77 })), { kind: 'accepted', fills: [] })
})

t.test('a canceled order is named by its own id', async (t) => {
  const canceled = { ...order, status: 'CANCELED', origClientOrderId: 'a', clientOrderId: 'cancel-1', transactTime: 5 }
  t.match(orderAnswers.readCanceled(answer(canceled)), { kind: 'accepted', report: { ...report, status: 'CANCELED', venueMs: 5 } })
})

t.test('orders that were asked for carry their last time', async (t) => {
  t.match(orderAnswers.readOrder(answer({ ...order, time: 1, updateTime: 8 })), { kind: 'found', value: { ...report, venueMs: 8 } })
  t.match(orderAnswers.readOrders(answer([{ ...order, updateTime: 8 }])), { kind: 'found', value: [report] })
})

t.test('trades, balances and the time are read', async (t) => {
  const trade = {
    symbol: 'BTCUSDT',
    id: 3,
    orderId: 28,
    price: '1.0',
    qty: '2.0',
    commission: '0.0',
    commissionAsset: 'BNB',
    time: 4,
    isBuyer: true,
    isMaker: true,
  }
  t.same(orderAnswers.readTrades(answer([trade])), {
    kind: 'found',
    value: [
      { symbol: 'BTCUSDT', venueOrderId: '28', tradeId: '3', side: 'buy', price: '1', qty: '2', fee: '0', feeAsset: 'BNB', liquidity: 'maker', venueMs: 4 },
    ],
  })
  t.same(orderAnswers.readAccount(answer({ balances: [{ asset: 'BTC', free: '1.0', locked: '0.5' }] })), {
    kind: 'found',
    value: [{ asset: 'BTC', free: '1', locked: '0.5' }],
  })
  t.same(orderAnswers.readTime(answer({ serverTime: 5 })), { kind: 'found', value: 5 })
})

t.test('an answer that does not fit is ambiguous, a refusal is what it says', async (t) => {
  t.match(orderAnswers.readPlaced(answer({})), { kind: 'ambiguous' })
  t.match(orderAnswers.readPlaced(answer({ ...order, transactTime: 77, fills: [{}] })), { kind: 'ambiguous' })
  t.match(orderAnswers.readTrades(answer({})), { kind: 'ambiguous' })
  t.match(orderAnswers.readOrder({ ...answer({}), body: '{' }), { kind: 'ambiguous' })
  t.match(orderAnswers.readOrder(answer({ code: -2013, msg: 'Order does not exist.' }, 400)), { kind: 'unknownOrder' })
  t.match(orderAnswers.readPlaced({ ok: false, sent: false, reason: 'x', sentMonoUs: 0 }), { kind: 'notSent' })
})
