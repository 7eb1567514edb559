import fc from 'fast-check'
import t from 'tap'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

const CLIENTS_ALONE = { config: { market: 'none' } } as const

t.test('buys without owning anything, realises on the way out, and tells every step', async (t) => {
  const desk = new UsdmDesk()
  t.match(desk.market('BUY', '0.1', { newClientOrderId: 'in' }), { status: 'FILLED', executedQty: '0.1', clientOrderId: 'in' })
  t.match(desk.market('SELL', '0.1', { reduceOnly: 'true' }), { status: 'FILLED', reduceOnly: true })
  const kinds = new Set(desk.events('ORDER_TRADE_UPDATE').map(({ o }) => `${o?.x} ${o?.X}`))
  t.ok(kinds.has('NEW NEW') && kinds.has('TRADE FILLED'))
  t.equal(desk.events('TRADE_LITE').length, desk.events('ACCOUNT_UPDATE').length)
  t.match(desk.events('ACCOUNT_UPDATE').at(-1), { a: { m: 'ORDER', P: [{ s: 'BTCUSDT', pa: '0', ps: 'BOTH' }] } })
  const records = desk.sim.truth.filter(({ product }) => product === 'usdm').map(({ type }) => type)
  t.ok(['account', 'accept', 'fill', 'position'].every((type) => records.includes(type)))
})

t.test('a market order that the book cannot fill expires with what it got', async (t) => {
  const desk = new UsdmDesk({ wallet: '900000000' })
  desk.call('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 125 })
  t.match(desk.market('BUY', '60000'), { status: 'EXPIRED' })
})

t.test('IOC, FOK and GTX end as the venue ends them', async (t) => {
  const desk = new UsdmDesk()
  t.match(desk.limit('BUY', '50000', { timeInForce: 'IOC' }), { status: 'EXPIRED', executedQty: '0' })
  t.match(desk.limit('BUY', '50000', { timeInForce: 'FOK' }), { status: 'EXPIRED', executedQty: '0' })
  t.match(desk.limit('BUY', '50000', { timeInForce: 'GTX' }), { status: 'NEW', timeInForce: 'GTX' })
})

t.test('a modified order keeps its id and tells AMENDMENT', async (t) => {
  const desk = new UsdmDesk()
  const { orderId } = desk.limit('BUY', '50000')
  t.match(desk.call('PUT', '/fapi/v1/order', { symbol: 'BTCUSDT', side: 'BUY', orderId: String(orderId), price: '51000', quantity: '0.2' }), {
    orderId,
    price: '51000',
    origQty: '0.2',
    status: 'NEW',
  })
  t.match(desk.events('ORDER_TRADE_UPDATE').at(-1), { o: { x: 'AMENDMENT', p: '51000', q: '0.2' } })
})

const amend = (desk: UsdmDesk, values: Readonly<Record<string, string>>) => desk.call('PUT', '/fapi/v1/order', { symbol: 'BTCUSDT', side: 'BUY', ...values })

t.test('a refused modification leaves the order where it stands', async (t) => {
  const desk = new UsdmDesk({}, CLIENTS_ALONE)
  const [first] = ['first', 'second'].map((newClientOrderId) => desk.limit('BUY', '50000', { newClientOrderId }).orderId)
  t.match(amend(desk, { orderId: String(first), price: '50000', quantity: '900' }), { code: -2019 })
  desk.market('SELL', '0.1')
  t.match(desk.call('GET', '/fapi/v1/order', { symbol: 'BTCUSDT', orderId: String(first) }), { status: 'FILLED', origQty: '0.1' })
})

t.test('a modification ends an order that only makes when it would take, and one that has got as much already', async (t) => {
  const desk = new UsdmDesk({}, CLIENTS_ALONE)
  desk.limit('SELL', '51000')
  const { orderId } = desk.limit('BUY', '50000', { timeInForce: 'GTX' })
  t.match(amend(desk, { orderId: String(orderId), price: '51000', quantity: '0.1' }), { status: 'CANCELED', executedQty: '0', price: '50000' })
  const partly = desk.limit('BUY', '50500', { quantity: '0.3' }).orderId
  desk.market('SELL', '0.2')
  t.match(amend(desk, { orderId: String(partly), price: '50500', quantity: '0.2' }), { status: 'CANCELED', executedQty: '0.2', origQty: '0.3' })
  t.strictSame(desk.sim.ask('GET', '/fapi/v1/depth', 'symbol=BTCUSDT')?.body.bids, [])
})

t.test('a plain order that would close the position ends the reduce-only order on its side', async (t) => {
  const desk = new UsdmDesk()
  desk.market('BUY', '0.1')
  const { orderId } = desk.limit('SELL', '70000', { reduceOnly: 'true' })
  desk.limit('SELL', '71000')
  t.match(desk.call('GET', '/fapi/v1/order', { symbol: 'BTCUSDT', orderId: String(orderId) }), { status: 'EXPIRED' })
})

t.test('long and short stand beside each other in hedge mode', async (t) => {
  const desk = new UsdmDesk()
  desk.call('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })
  desk.market('BUY', '0.1', { positionSide: 'LONG' })
  desk.market('SELL', '0.2', { positionSide: 'SHORT' })
  desk.market('SELL', '0.5', { positionSide: 'LONG' })
  const positions = Object.values(desk.call('GET', '/fapi/v2/positionRisk')).map(({ positionSide, positionAmt }) => [positionSide, positionAmt])
  t.strictSame(positions, [
    ['LONG', '0'],
    ['SHORT', '-0.2'],
  ])
})

const steps = fc.array(
  fc.record({
    side: fc.constantFrom('BUY', 'SELL'),
    quantity: fc.integer({ min: 1, max: 300 }),
    reduce: fc.boolean(),
    offset: fc.integer({ min: -60, max: 60 }),
    ms: fc.nat(300),
  }),
  { minLength: 1, maxLength: 15 },
)

t.test('for any orders: the wallet is its opening plus all incomes, and reduce-only never grows or turns a position', async (t) => {
  let fills = 0
  fc.assert(
    fc.property(steps, (list) => {
      const desk = new UsdmDesk({ fundingMs: 1_000 })
      const start = 60_000
      for (const { side, quantity, reduce, offset, ms } of list) {
        const before = desk.account.positions.get('BTCUSDT|BOTH')?.lots ?? 0
        desk.limit(side, String(start + offset), { quantity: String(quantity / 1_000), reduceOnly: String(reduce), timeInForce: reduce ? 'IOC' : 'GTC' })
        const after = desk.account.positions.get('BTCUSDT|BOTH')?.lots ?? 0
        if (reduce && (Math.abs(after) > Math.abs(before) || after * before < 0)) return false
        desk.advanceMs(ms)
      }
      const incomes = desk.account.incomes.reduce((sum, { amount }) => sum + amount, 0n)
      fills += desk.sim.truth.filter(({ type }) => type === 'fill').length
      return desk.account.wallet === toMoney('100000') + incomes
    }),
    { numRuns: 25, seed: 7 },
  )
  t.ok(fills > 20, `${fills} fills`)
})

t.test('wallet plus unrealised is opening plus realised less fees plus funding', async (t) => {
  const desk = new UsdmDesk({ fundingMs: 2_000 })
  desk.market('BUY', '0.3')
  desk.advanceMs(5_000)
  desk.market('SELL', '0.1')
  const sum = (type: string) => desk.account.incomes.filter((income) => income.type === type).reduce((total, { amount }) => total + amount, 0n)
  const [position] = desk.account.positions.values()
  t.equal(sum('REALIZED_PNL'), position?.realised)
  t.not(sum('FUNDING_FEE'), 0n)
  t.ok(sum('COMMISSION') < 0n)
  t.equal(formatMoney(desk.account.wallet), formatMoney((toMoney('100000') + sum('REALIZED_PNL') + sum('COMMISSION') + sum('FUNDING_FEE')) as never))
})
