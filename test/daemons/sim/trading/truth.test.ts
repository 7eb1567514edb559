import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'
import { acceptFields, accountFields, cancelFields, createTruthLog, fillFields } from '../../../../src/daemons/sim/trading/truth.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'

const order = createOrderStore().open(
  { account: 'main', instrument: knownInstrument('BTCUSDT'), clientOrderId: 'c1', side: 'buy', type: 'limitMaker', tif: 'gtc', ticks: 10_050, lots: 100 },
  7,
  1_000,
)

t.test('numbers its records on from the last one of an earlier run', async (t) => {
  const records: unknown[] = []
  const log = createTruthLog(41)
  log.write({ nowUs: epochUs(5), emit: (out) => records.push(out) }, 'checkpoint', { symbol: 'BTCUSDT', u: 9, hash: 'ff' })
  t.strictSame(records, [{ type: 'truth', record: { seq: 42, tsUs: 5, type: 'checkpoint', symbol: 'BTCUSDT', u: 9, hash: 'ff' } }])
  t.equal(log.count, 42)
})

t.test('writes ids as text and numbers as canonical decimals', async (t) => {
  const whose = { account: 'main', symbol: 'BTCUSDT', orderId: '7', clientOrderId: 'c1', side: 'buy' }
  t.strictSame(acceptFields(order), { ...whose, orderType: 'limitMaker', tif: 'gtc', price: '100.5', qty: '0.001', createdMs: 1_000 })
  t.strictSame(fillFields(order, { tradeId: 3, ticks: 10_050, lots: 40, fee: toMoney('0.0000004'), feeAsset: 'BTC', maker: true, atMs: 2_000 }), {
    ...whose,
    tradeId: '3',
    price: '100.5',
    qty: '0.0004',
    fee: '0.0000004',
    feeAsset: 'BTC',
    liquidity: 'maker',
    atMs: 2_000,
  })
  order.status = 'CANCELED'
  t.strictSame(cancelFields(order), { ...whose, cause: 'canceled', filledQty: '0' })
  t.strictSame(accountFields(openAccount('main', 'k', { USDT: '1.50' })), { account: 'main', balances: [{ asset: 'USDT', free: '1.5', locked: '0' }] })
})
