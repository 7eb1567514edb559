import t from 'tap'
import { usdmAnswers } from '../../../../src/lib/venues/binance-usdm/order-answers.ts'

const answer = (body: unknown, status = 200) => ({ ok: true, status, headers: {}, body: JSON.stringify(body), sentMonoUs: 1 }) as const

const ORDER = {
  orderId: 8_389_765_000_000_001,
  symbol: 'BTCUSDT',
  status: 'PARTIALLY_FILLED',
  clientOrderId: 'T10maker-00001-0000001n',
  price: '50000.00',
  avgPrice: '50000.00',
  origQty: '0.020',
  executedQty: '0.010',
  cumQuote: '500',
  timeInForce: 'GTX',
  type: 'LIMIT',
  side: 'SELL',
  updateTime: 1_700_000_000_000,
}

t.test('an order is read, post-only by its time in force', async (t) => {
  const { clientOrderId } = ORDER
  const report = {
    clientOrderId,
    venueOrderId: '8389765000000001',
    status: 'PARTIAL',
    type: 'limitMaker',
    tif: 'gtc',
    price: '50000',
    qty: '0.02',
    cumQty: '0.01',
  }
  t.match(usdmAnswers.readPlaced(answer(ORDER)), { kind: 'accepted', report, fills: [] })
  t.match(usdmAnswers.readOrder(answer({ ...ORDER, type: 'MARKET', timeInForce: 'GTC', price: '0' })), {
    kind: 'found',
    value: { type: 'market', price: null },
  })
  t.match(usdmAnswers.readOrders(answer([ORDER])), { kind: 'found', value: [report] })
})

t.test('a fee that is paid back is below zero', async (t) => {
  const trade = {
    symbol: 'BTCUSDT',
    id: 7,
    orderId: 1,
    price: '1',
    qty: '2',
    commission: '-0.00010000',
    commissionAsset: 'USDT',
    time: 5,
    buyer: false,
    maker: true,
  }
  t.match(usdmAnswers.readTrades(answer([trade])), { kind: 'found', value: [{ tradeId: '7', side: 'sell', fee: '-0.0001', liquidity: 'maker' }] })
})

t.test('what is free is never more than the wallet nor less than nothing', async (t) => {
  const row = (asset: string, balance: string, availableBalance: string) => ({ asset, balance, availableBalance })
  const rows = [row('USDT', '100', '60'), row('USDC', '100', '130'), row('BNB', '5', '-3'), row('BUSD', '0.0', '0.0')]
  t.strictSame(usdmAnswers.readAccount(answer(rows)), {
    kind: 'found',
    value: [
      { asset: 'USDT', free: '60', locked: '40' },
      { asset: 'USDC', free: '100', locked: '0' },
      { asset: 'BNB', free: '0', locked: '5' },
    ],
  })
})

t.test('refusals of futures have their meaning', async (t) => {
  const refused = (code: number, msg: string) => usdmAnswers.readPlaced(answer({ code, msg }, 400)).kind
  t.equal(refused(-4116, 'ClientOrderId is duplicated.'), 'duplicate')
  t.equal(refused(-5022, 'Post Only order will be rejected.'), 'rejected')
  t.equal(refused(-2022, 'ReduceOnly Order is rejected.'), 'rejected')
  t.equal(refused(-2019, 'Margin is insufficient.'), 'rejected')
  t.equal(refused(-1007, 'Timeout'), 'ambiguous')
  t.equal(usdmAnswers.readCanceled(answer({ code: -2011, msg: 'Unknown order sent.' }, 400)).kind, 'unknownOrder')
  t.equal(usdmAnswers.readOrder(answer({ orderId: 'x' })).kind, 'ambiguous')
})
