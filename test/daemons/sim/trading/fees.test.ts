import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { freeOf, openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { createFees, type FeeTerms, type PriceOf } from '../../../../src/daemons/sim/trading/fees.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import type { Instrument } from '../../../../src/lib/model/instrument.ts'
import { type Json, QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const BNB = { asset: 'BNB', discountBps: 2_500, prices: { USDT: '600' } }
const TERMS: FeeTerms = { makerFeeBps: 10, takerFeeBps: 20, feeAsset: BNB }
const nobody: PriceOf = () => null
const buy = (instrument: Instrument) =>
  createOrderStore().open({ account: 'main', instrument, clientOrderId: 'c', side: 'buy', type: 'limit', tif: 'gtc', ticks: 10_000, lots: 100_000 }, 1, 1)
const FILL = { ticks: 6_000_000, lots: 100_000, maker: true }

const shown = (terms: FeeTerms, balance: string, { priceOf = nobody, symbol = 'BTCUSDT' } = {}): string => {
  const { fee, feeAsset } = createFees(terms, priceOf).on(buy(decimalInstrument(symbol, 2, 5)), FILL, {
    account: openAccount('main', 'key', { BNB: balance }),
    laterCost: 0n,
  })
  return `${formatMoney(fee)} ${feeAsset}`
}

t.test('charges the fee asset at its price, with the discount', async (t) => {
  // 60,000 USDT x 10 bps x 0.75 = 45 USDT
  t.equal(shown(TERMS, '1'), '0.075 BNB')
  t.equal(shown(TERMS, '1', { priceOf: (asset, quote) => (`${asset}${quote}` === 'BNBUSDT' ? toMoney('450') : null) }), '0.1 BNB')
  t.equal(shown({ ...TERMS, feeAsset: { ...BNB, discountBps: 0 } }, '1'), '0.1 BNB')
})

t.test('charges what is received when the asset has no price or the account too little of it', async (t) => {
  t.equal(shown(TERMS, '0.07'), '0.001 BTC')
  t.equal(shown({ ...TERMS, feeAsset: { ...BNB, prices: {} } }, '1'), '0.001 BTC')
  t.equal(shown({ makerFeeBps: 10, takerFeeBps: 20 }, '1'), '0.001 BTC')
})

t.test('needs no price where the fee asset is what is paid with', async (t) => {
  const terms = { ...TERMS, feeAsset: { ...BNB, prices: {} } }
  t.equal(shown(terms, '60045', { symbol: 'BTCBNB' }), '45 BNB')
  t.equal(shown(terms, '60044', { symbol: 'BTCBNB' }), '0.001 BTC')
})

t.test('says so everywhere: truth, answer, report, balances and own trades', async (t) => {
  const accounts = [{ name: 'main', apiKey: 'sim', balances: { USDT: '100000', BTC: '2', BNB: '5' } }]
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true, accounts, feeAsset: BNB } })
  desk.advance(100_000)
  const user = desk.watch()
  desk.take(user)
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.6' }
  // 60.006 USDT x 10 bps x 0.75 / 600
  const fee = '0.00007500'
  t.match(desk.signed('POST', '/api/v3/order', order).body, { fills: [{ commission: fee, commissionAsset: 'BNB' }] })
  const events = desk.take(user).map(({ event }) => event as Json)
  t.match(
    events.find(({ x }) => String(x) === 'TRADE'),
    { n: fee, N: 'BNB' },
  )
  t.match(events.at(-1), { e: 'outboundAccountPosition', B: [{ a: 'BTC', f: '2.60000000' }, { a: 'USDT' }, { a: 'BNB', f: '4.99992500' }] })
  t.match(desk.signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' }).body, [{ commission: fee, commissionAsset: 'BNB' }])
  t.match(desk.records('fill'), [{ fee: '0.000075', feeAsset: 'BNB' }])
  t.match(desk.signed('GET', '/api/v3/account/commission', { symbol: 'BTCUSDT' }).body, { discount: { enabledForAccount: true, discount: '0.25000000' } })
  const again = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true, accounts, feeAsset: BNB }, recovered: desk.truth })
  again.advance(100_000)
  t.match(again.signed('GET', '/api/v3/account').body['balances'], [{ asset: 'USDT' }, { asset: 'BTC' }, { asset: 'BNB', free: '4.99992500' }])
})

t.test('takes no fee from what the order itself has to pay', async (t) => {
  const after = (asset: string, balances: Readonly<Record<string, string>>, order: Readonly<Record<string, string>>): unknown => {
    const feeAsset = { asset, discountBps: 0, prices: { USDT: '100' } }
    const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true, accounts: [{ name: 'main', apiKey: 'sim', balances }], feeAsset } })
    desk.advance(100_000)
    t.match(desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', type: 'MARKET', ...order }).body, { status: 'FILLED' })
    return [formatMoney(freeOf(must(desk.venue.accounts.get('main'), 'account'), asset)), desk.records('fill').map((fill) => fill['feeAsset'])]
  }
  t.strictSame(after('BTC', { BTC: '1' }, { side: 'SELL', quantity: '1' }), ['0', ['USDT']])
  t.strictSame(after('BTC', { BTC: '2' }, { side: 'SELL', quantity: '2' }), ['0', ['USDT', 'USDT']])
  t.strictSame(after('BTC', { BTC: '2.0016' }, { side: 'SELL', quantity: '2' }), ['0.0001', ['BTC', 'USDT']])
  t.strictSame(after('USDT', { USDT: '300.051' }, { side: 'BUY', quantity: '3' }), ['0.001', ['BTC', 'BTC']])
  t.strictSame(after('USDT', { USDT: '301' }, { side: 'BUY', quantity: '3' }), ['0.64995', ['USDT', 'USDT']])
})
