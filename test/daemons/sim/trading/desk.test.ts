import t from 'tap'
import { must } from '../../../../src/lib/base/assert.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { type Json, QUIET_MARKET, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00', newClientOrderId: 'c1' }

const openDesk = (lines: readonly string[] = []): SimDesk => {
  const desk = new SimDesk({ lines: [...QUIET_MARKET, ...lines], config: { autostart: true } })
  desk.advance(100_000)
  return desk
}

const balances = (desk: SimDesk): Record<string, [Json | undefined, Json | undefined]> =>
  Object.fromEntries(Object.values(desk.signed('GET', '/api/v3/account').body.balances ?? {}).map(({ asset, free, locked }) => [String(asset), [free, locked]]))

const refusal = (desk: SimDesk, fields: Readonly<Record<string, string>>): Json | undefined => desk.signed('POST', ORDER, { ...LIMIT, ...fields }).body.msg

t.test('locks the cost of a resting order and frees it at the cancel', async (t) => {
  const desk = openDesk()
  desk.signed('POST', ORDER, LIMIT)
  desk.signed('POST', ORDER, { ...LIMIT, side: 'SELL', price: '101.00', newClientOrderId: 'c2' })
  t.strictSame(balances(desk), { USDT: ['99950.50000000', '49.50000000'], BTC: ['1.50000000', '0.50000000'] })
  desk.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
  t.strictSame(balances(desk), { USDT: ['100000.00000000', '0.00000000'], BTC: ['2.00000000', '0.00000000'] })
})

t.test('pays a taker at the prices of the book, not at its limit', async (t) => {
  const desk = openDesk()
  t.match(desk.signed('POST', ORDER, { ...LIMIT, price: '100.05', quantity: '1.5' }).body, { status: 'FILLED', cummulativeQuoteQty: '150.02000000' })
  t.strictSame(balances(desk), { USDT: ['99849.98000000', '0.00000000'], BTC: ['3.49850000', '0.00000000'] })
  desk.signed('POST', ORDER, { ...LIMIT, side: 'SELL', price: '99.99', quantity: '2', newClientOrderId: 'c2' })
  t.strictSame(balances(desk), { USDT: ['100049.77500500', '0.00000000'], BTC: ['1.49850000', '0.00000000'] })
})

t.test('treats what is left of a taker by its time in force', async (t) => {
  const desk = openDesk()
  const tif = (timeInForce: string, id: string) =>
    desk.signed('POST', ORDER, { ...LIMIT, timeInForce, price: '100.01', quantity: '1.5', newClientOrderId: id }).body
  t.match(tif('FOK', 'f1'), { status: 'EXPIRED', executedQty: '0.00000000' })
  t.match(tif('IOC', 'i1'), { status: 'EXPIRED', executedQty: '1.00000000' })
  t.match(tif('GTC', 'g1'), { status: 'NEW', executedQty: '0.00000000' })
  t.strictSame(
    desk.records('cancel').map(({ clientOrderId, cause, filledQty }) => [clientOrderId, cause, filledQty]),
    [
      ['f1', 'expired', '0'],
      ['i1', 'expired', '1'],
    ],
  )
})

t.test('refuses what the account cannot pay, what would take, and what is open already', async (t) => {
  const desk = openDesk()
  const poor = 'Account has insufficient balance for requested action.'
  t.equal(refusal(desk, { quantity: '1011' }), poor)
  t.equal(refusal(desk, { side: 'SELL', price: '101', quantity: '2.00001' }), poor)
  t.equal(refusal(desk, { side: 'SELL', type: 'MARKET', timeInForce: '', price: '', quantity: '2.1' }), poor)
  t.equal(refusal(desk, { type: 'LIMIT_MAKER', timeInForce: '', price: '100.01' }), 'Order would immediately match and take.')
  t.equal(refusal(desk, { type: 'LIMIT_MAKER', timeInForce: '', side: 'SELL', price: '100.00' }), 'Order would immediately match and take.')
  desk.signed('POST', ORDER, LIMIT)
  t.equal(refusal(desk, {}), 'Duplicate order sent.')
  desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', origClientOrderId: 'c1' })
  t.match(desk.signed('POST', ORDER, LIMIT).body, { orderId: 2, status: 'NEW' })
})

t.test('tells the truth log before the client, and the client in the order of events', async (t) => {
  const desk = openDesk([recordedTrade(500, ['98.00', '1'], true), recordedTrade(9_000, ['98.00', '1'], true)])
  const socket = desk.watch()
  desk.take(socket)
  desk.signed('POST', ORDER, LIMIT)
  desk.advance(1_000_000)
  t.strictSame(
    desk.truth.filter(({ type }) => type !== 'clock' && type !== 'checkpoint').map(({ type }) => type),
    ['account', 'accept', 'account', 'fill', 'account'],
  )
  const events = desk.take(socket).map(({ event }) => event)
  t.strictSame(
    events.map((event) => [event?.e, event?.x, event?.X]),
    [
      ['executionReport', 'NEW', 'NEW'],
      ['outboundAccountPosition', undefined, undefined],
      ['executionReport', 'TRADE', 'FILLED'],
      ['outboundAccountPosition', undefined, undefined],
    ],
  )
  t.match(desk.records('fill')[0], {
    orderId: '1',
    clientOrderId: 'c1',
    tradeId: '1',
    side: 'buy',
    price: '99',
    qty: '0.5',
    fee: '0.0005',
    feeAsset: 'BTC',
    liquidity: 'maker',
  })
  t.strictSame(desk.records('account').at(-1)?.balances, [
    { asset: 'USDT', free: '99950.5', locked: '0' },
    { asset: 'BTC', free: '2.4995', locked: '0' },
  ])
})

t.test('remembers the newest prevented matches', async (t) => {
  const desk = openDesk()
  desk.signed('POST', ORDER, LIMIT)
  const order = must(desk.venue.store.byId(1), 'order')
  const prevention = { makerId: 1, takerId: 1, ticks: 9_900, mode: 'expireTaker', makerLots: 0, takerLots: 0, makerLeftLots: 0 } as const
  const turn = { nowUs: epochUs(desk.nowUs), emit: () => undefined }
  for (let count = 0; count <= 50_000; count += 1) desk.venue.desk.onPrevented({ maker: order, taker: order }, prevention, turn)
  const { prevented } = desk.venue.desk
  t.strictSame([prevented.length, prevented[0]?.id, prevented.at(-1)?.id], [50_000, 1, 50_000])
})
