import fc from 'fast-check'
import t from 'tap'
import { usdmDefaults } from '../../../../src/daemons/sim/config.ts'
import { settingOf } from '../../../../src/daemons/sim/usdm/accounts.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'
import { ALGO_PATH, UsdmDesk } from '../../../kit/usdm-desk.ts'

const FUNDING = { fundingMs: 5_000 }

const restarted = (desk: UsdmDesk): UsdmDesk => new UsdmDesk(FUNDING, { recovered: desk.sim.truth, startUs: desk.sim.nowUs })

/** All that a client can see of its account, prices left out. */
const stateOf = ({ venue }: SimDesk) => {
  const { store, accounts, algos } = venue.futures
  const account = must(accounts.get('main'), 'account')
  const { wallet, dual, incomes, lastTranId, positions } = account
  return {
    ...{ wallet, dual, incomes, lastTranId },
    setting: settingOf(account, 'BTCUSDT'),
    positions: [...positions].filter(([, { lots }]) => lots !== 0).sort(([a], [b]) => a.localeCompare(b)),
    orders: store.allOrders('main', 'BTCUSDT'),
    working: [...store.working],
    algos: algos.of('main'),
  }
}

/** A venue that just read the truth log of an earlier one. */
const reborn = ({ sim }: UsdmDesk): SimDesk =>
  new SimDesk({ config: { usdm: { ...usdmDefaults, symbols: ['BTCUSDT'], ...FUNDING } }, recovered: sim.truth, startUs: sim.nowUs })

const acts = fc.array(
  fc.record({
    act: fc.constantFrom('market', 'limit', 'gtd', 'amend', 'cancel', 'leverage', 'marginType', 'mode', 'margin', 'algo', 'trail', 'wait', 'flat'),
    side: fc.constantFrom('BUY', 'SELL'),
    size: fc.integer({ min: 1, max: 200 }),
  }),
  { minLength: 3, maxLength: 25 },
)

type Act = Readonly<{ side: string; size: number }>

const sideOf = (desk: UsdmDesk, side: string) => (desk.account.dual ? { positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } : {})
const rest = (desk: UsdmDesk, { side, size }: Act, values = {}) =>
  desk.limit(side, side === 'BUY' ? '50000' : '70000', { quantity: String(size / 1_000), ...sideOf(desk, side), ...values })
const newest = (desk: UsdmDesk) => [...desk.sim.venue.futures.store.working].at(-1)

const flatten = (desk: UsdmDesk): void => {
  desk.call('DELETE', '/fapi/v1/allOpenOrders', { symbol: 'BTCUSDT' })
  for (const { lots, side } of [...desk.account.positions.values()]) {
    if (lots !== 0) desk.market(lots > 0 ? 'SELL' : 'BUY', String(Math.abs(lots) / 1_000), side === 'BOTH' ? {} : { positionSide: side })
  }
}

const CONDITIONAL = { algoType: 'CONDITIONAL', symbol: 'BTCUSDT' }

const RUN: Readonly<Record<string, (desk: UsdmDesk, act: Act) => void>> = {
  market: (desk, { side, size }) => desk.market(side, String(size / 1_000), sideOf(desk, side)),
  limit: rest,
  gtd: (desk, act) => rest(desk, act, { timeInForce: 'GTD', goodTillDate: desk.sim.nowMs + 700_000 }),
  amend: (desk, { size }) => {
    const order = newest(desk)
    if (order === undefined) return
    const [side, price] = order.side === 'buy' ? ['BUY', '51000'] : ['SELL', '69000']
    desk.call('PUT', '/fapi/v1/order', { symbol: 'BTCUSDT', side, orderId: order.orderId, price, quantity: String(size / 1_000) })
  },
  cancel: (desk) => desk.call('DELETE', '/fapi/v1/order', { symbol: 'BTCUSDT', orderId: newest(desk)?.orderId ?? 1 }),
  leverage: (desk, { size }) => desk.call('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 1 + (size % 50) }),
  marginType: (desk, { size }) => desk.call('POST', '/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: size % 2 === 0 ? 'ISOLATED' : 'CROSSED' }),
  mode: (desk, { size }) => desk.call('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: String(size % 2 === 0) }),
  margin: (desk, { side, size }) =>
    desk.call('POST', '/fapi/v1/positionMargin', { symbol: 'BTCUSDT', amount: size, type: 1 + (size % 2), ...sideOf(desk, side) }),
  algo: (desk, { side, size }) => {
    const at = { type: 'STOP', triggerPrice: side === 'BUY' ? 60_000 + size : 60_000 - size, price: side === 'BUY' ? '65000' : '55000', timeInForce: 'GTC' }
    desk.call('POST', ALGO_PATH, { ...CONDITIONAL, side, quantity: String(size / 1_000), ...at, ...sideOf(desk, side) })
  },
  trail: (desk, { side, size }) =>
    desk.call('POST', ALGO_PATH, {
      ...CONDITIONAL,
      side,
      type: 'TRAILING_STOP_MARKET',
      callbackRate: '0.1',
      quantity: String(size / 1_000),
      ...sideOf(desk, side),
    }),
  wait: (desk, { size }) => desk.advanceMs(size * 30),
  flat: flatten,
}

t.test('whatever an account did, a restart changes nothing of it', async (t) => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(acts, (list) => {
      const before = new UsdmDesk(FUNDING)
      if (list[0] !== undefined) RUN['marginType']?.(before, list[0])
      for (const { act, ...values } of list) RUN[act]?.(before, values)
      for (const { type, product } of before.sim.truth) if (product === 'usdm') seen.add(type)
      t.strictSame(stateOf(reborn(before)), stateOf(before.sim))
    }),
    { numRuns: 25, seed: 12 },
  )
  const folded = ['accept', 'fill', 'cancel', 'amend', 'setting', 'mode', 'margin', 'income', 'algo']
  t.strictSame(
    folded.filter((type) => !seen.has(type)),
    [],
    'the runs had records of every kind',
  )
})

t.test('ids go on where the earlier run stopped', async (t) => {
  const before = new UsdmDesk(FUNDING)
  before.market('BUY', '0.1')
  before.limit('BUY', '50000')
  before.advanceMs(6_000)
  const after = restarted(before)
  t.equal(after.market('BUY', '0.1').orderId, 3)
  const ids = [...before.sim.truth, ...after.sim.truth].filter(({ type, product }) => type === 'fill' && product === 'usdm').map(({ tradeId }) => tradeId)
  t.equal(new Set(ids).size, ids.length)
  const trans = after.account.incomes.map(({ tranId }) => tranId)
  t.strictSame(
    trans,
    trans.map((_, index) => index + 1),
  )
})

t.test('an open order is in the book again and fills', async (t) => {
  const quiet = { market: 'none' } as const
  const before = new UsdmDesk({}, { config: quiet })
  const { orderId } = before.limit('BUY', '50000')
  const after = new UsdmDesk({}, { config: quiet, recovered: before.sim.truth, startUs: before.sim.nowUs })
  after.market('SELL', '0.1')
  t.match(after.call('GET', '/fapi/v1/order', { symbol: 'BTCUSDT', orderId: String(orderId) }), { status: 'FILLED', avgPrice: '50000' })
})

const at = (ms: number): string => `${1_723_161_255_000 + ms}000000`
const DEPTH = { e: 'depthUpdate', E: 1, T: 1, s: 'BTCUSDT', U: 11, u: 12, pu: 10, b: [['100.0', '1.000']], a: [['100.2', '1.000']] }
const TRADE = { e: 'trade', E: 1, T: 1, s: 'BTCUSDT', t: 5, p: '100.2', q: '0.500', X: 'MARKET', m: false }
const LINES = [
  `${at(0)} ${JSON.stringify({ stream: 'btcusdt@depth@0ms', data: DEPTH })}`,
  `${at(1)} ${JSON.stringify({ lastUpdateId: 10, E: 1, T: 1, bids: [['100.0', '2.000']], asks: [['100.2', '2.000']] })}`,
  `${at(2_200)} ${JSON.stringify({ stream: 'btcusdt@trade', data: TRADE })}`,
]

t.test('an order on a recorded contract waits in its queue again', async (t) => {
  const before = new SimDesk({ lines: LINES, config: { autostart: true } })
  before.advance(1_000_000)
  const order = { symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '100.1' }
  t.match(before.signed('POST', '/fapi/v1/order', order).body, { orderId: 1, status: 'NEW' })
  const after = new SimDesk({ lines: LINES, config: { autostart: true }, recovered: before.truth, startUs: before.nowUs })
  t.match(after.signed('GET', '/fapi/v1/openOrders').body, [{ orderId: 1 }])
  after.advance(3_000_000)
  t.match(after.records('fill'), [{ product: 'usdm', orderId: '1', price: '100.1', qty: '0.5', liquidity: 'maker' }])
})

/** A recorded contract whose price falls by half and comes back before anybody trades, longer than what is pulled at once. */
const LONG = [
  ...LINES.slice(0, 2),
  ...Array.from({ length: 4_500 }, (_, n) => {
    const [bid, ask] = n > 1_000 && n < 4_000 ? ['50.0', '50.2'] : ['100.0', '100.2']
    const [b, a] =
      n === 1_001
        ? [
            [
              ['100.0', '0'],
              [bid, '9.000'],
            ],
            [
              ['100.2', '0'],
              [ask, '9.000'],
            ],
          ]
        : [[[bid, '9.000']], [[ask, '9.000']]]
    const data = { ...DEPTH, U: 13 + n, u: 13 + n, pu: 12 + n, b, a: n === 4_000 ? [['50.2', '0'], ...a] : a }
    return `${at(2 + n)} ${JSON.stringify({ stream: 'btcusdt@depth@0ms', data })}`
  }),
  `${at(60_000)} ${JSON.stringify({ stream: 'btcusdt@trade', data: TRADE })}`,
]
const SLOW = { lines: LONG, config: { autostart: true } }
const FUTURES_ORDER = '/fapi/v1/order'
const post = (desk: SimDesk, path: string, values: Readonly<Record<string, string>>) => desk.signed('POST', path, { symbol: 'BTCUSDT', ...values }).body

t.test('old prices of a recording neither trigger nor liquidate while a restart catches up', async (t) => {
  const before = new SimDesk(SLOW)
  before.advance(5_000_000)
  t.match(post(before, '/fapi/v1/marginType', { marginType: 'ISOLATED' }), { code: 200 })
  t.match(post(before, FUTURES_ORDER, { side: 'BUY', type: 'MARKET', quantity: '2' }), { orderId: 1 })
  t.match(post(before, ALGO_PATH, { ...CONDITIONAL, side: 'SELL', type: 'STOP_MARKET', triggerPrice: '90', quantity: '1' }), { algoStatus: 'NEW' })
  post(before, FUTURES_ORDER, { side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '2', price: '150', reduceOnly: 'true' })
  before.advance(2_000_000)
  const held = stateOf(before)
  const after = new SimDesk({ ...SLOW, recovered: before.truth, startUs: before.nowUs, pullUs: 30_000 })
  after.advance(50_000)
  t.equal(after.venue.playback?.phase, 'forwarding')
  t.match(after.signed('GET', FUTURES_ORDER, { symbol: 'BTCUSDT', orderId: 1 }), { status: 503, body: { code: -1001 } })
  t.notOk(after.health().ready)
  after.advance(1_000_000)
  t.ok(after.health().ready)
  t.strictSame(stateOf(after), held)
  t.strictSame(
    ['accept', 'algo', 'cancel', 'fill', 'income'].flatMap((type) => after.records(type)),
    [],
  )
})

t.test('a restart that ends while it catches up does not forget where the run before it stood', async (t) => {
  const before = new SimDesk(SLOW)
  before.advance(5_000_000)
  const clock = before.records('clock').at(-1)
  const halfway = new SimDesk({ ...SLOW, recovered: before.truth, startUs: before.nowUs, pullUs: 30_000 })
  halfway.advance(50_000)
  t.equal(halfway.venue.playback?.phase, 'forwarding')
  halfway.give({ type: 'stop' })
  const after = new SimDesk({ ...SLOW, recovered: [...before.truth, ...halfway.truth], startUs: halfway.nowUs })
  t.match(after.venue.playback?.place, { line: clock?.['line'] })
})

t.test('a contract whose book is not there yet has no price that acts', async (t) => {
  const lines = [must(LINES[0], 'first line'), ...LINES.slice(1).map((line) => line.replace(/^\d+/, `${at(30_000)}`))]
  const places = { lines, config: { autostart: true } }
  const before = new SimDesk(places)
  before.advance(1_000_000)
  t.match(post(before, ALGO_PATH, { ...CONDITIONAL, side: 'SELL', type: 'STOP_MARKET', triggerPrice: '90', quantity: '1' }), { algoStatus: 'NEW' })
  before.advance(2_000_000)
  const after = new SimDesk({ ...places, recovered: before.truth, startUs: before.nowUs })
  after.advance(2_000_000)
  t.equal(after.venue.usdm.recorded.get('BTCUSDT')?.replica.ready, false)
  t.match(after.signed('GET', '/fapi/v1/openAlgoOrders').body, [{ algoStatus: 'NEW' }])
})

t.test('a position whose contract has no price yet is not liquidated', async (t) => {
  const before = new SimDesk({ lines: LINES, config: { autostart: true } })
  before.advance(500_000)
  t.match(post(before, '/fapi/v1/marginType', { marginType: 'ISOLATED' }), { code: 200 })
  t.match(post(before, FUTURES_ORDER, { side: 'BUY', type: 'MARKET', quantity: '1' }), { orderId: 1 })
  const recovered = before.truth.filter(({ type }) => type !== 'clock')
  const after = new SimDesk({ lines: LINES, config: { autostart: true }, recovered, startUs: before.nowUs, pullUs: 100_000 })
  after.advance(90_000)
  t.equal(after.venue.usdm.recorded.get('BTCUSDT')?.replica.ready, false)
  after.advance(1_000_000)
  t.match(after.signed('GET', '/fapi/v2/positionRisk', { symbol: 'BTCUSDT' }).body, [{ positionAmt: '1' }])
})

t.test('an order on a recorded contract is in one market, also where a synthetic one has its name', async (t) => {
  const places = { lines: LINES, config: { autostart: true, usdm: { ...usdmDefaults, symbols: ['BTCUSDT', 'ETHUSDT'] } } }
  const before = new SimDesk(places)
  before.advance(1_000_000)
  t.match(post(before, FUTURES_ORDER, { side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '100.1' }), { orderId: 1, status: 'NEW' })
  const after = new SimDesk({ ...places, recovered: before.truth, startUs: before.nowUs })
  t.strictSame([[...after.venue.usdm.synthetic.keys()], [...after.venue.usdm.recorded.keys()]], [['ETHUSDT'], ['BTCUSDT']])
  after.advance(3_000_000)
  t.match(
    after.records('fill').map(({ product, orderId, price }) => ({ product, orderId, price })),
    [{ product: 'usdm', orderId: '1', price: '100.1' }],
  )
})
