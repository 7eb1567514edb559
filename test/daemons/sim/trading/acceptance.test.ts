import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createRecordedMarket } from '../../../../src/daemons/sim/market/recorded-market.ts'
import { assertAcceptable, canBegin, canFillWhole, canPay, expiryOf } from '../../../../src/daemons/sim/trading/acceptance.ts'
import { openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { createOrderStore, type OrderWish } from '../../../../src/daemons/sim/trading/orders.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'

const instrument = knownInstrument('BTCUSDT')
const market = createRecordedMarket(instrument, () => undefined)
market.load({ updateId: 1, bids: [10_000, 100_000], asks: [10_001, 100_000] }, { nowUs: epochUs(1), emit: () => undefined })
const store = createOrderStore()
const account = openAccount('main', 'key', { USDT: '150', BTC: '0.5' })
const wish: OrderWish = { account: 'main', instrument, clientOrderId: 'c1', side: 'buy', type: 'market', tif: 'gtc', ticks: 0, lots: 100_000 }
const order = (fields: Partial<OrderWish>) => store.open({ ...wish, ...fields, clientOrderId: `o${store.lastOrderId}` }, store.lastOrderId + 1, 1)

t.test('accepts what the account can pay at the prices of the book', async (t) => {
  t.doesNotThrow(() => assertAcceptable(wish, { market, store, account }))
  t.throws(() => assertAcceptable({ ...wish, side: 'sell' }, { market, store, account }), { code: -2010, message: /insufficient balance/ })
  t.strictSame([canPay(account, wish, market), canPay(account, { ...wish, side: 'sell' }, market)], [true, false])
})

t.test('knows whether an order finds enough, may begin, and why it ends', async (t) => {
  t.strictSame([canFillWhole(order({}), market), canFillWhole(order({ lots: 100_001 }), market)], [true, false])
  t.equal(canBegin(order({ stop: { kind: 'stopLoss', ticks: 9_000, trailingBips: 0 } }), { account, market }), true)
  t.strictSame(
    [expiryOf(order({})), expiryOf(order({ type: 'limit', tif: 'ioc' })), expiryOf(order({ type: 'limit', tif: 'fok' }))],
    ['INSUFFICIENT_LIQUIDITY', 'UNFILLED_IOC_QUANTITY_EXPIRED', 'UNFILLED_FOK_ORDER_EXPIRED'],
  )
})
