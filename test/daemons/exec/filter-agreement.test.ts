import fc from 'fast-check'
import t from 'tap'
import type { Rules } from '../../../src/daemons/exec/checking.ts'
import { validate } from '../../../src/daemons/exec/validate.ts'
import { simDefaults } from '../../../src/daemons/sim/config.ts'
import { toMoney } from '../../../src/lib/base/money.ts'
import { add } from '../../../src/lib/base/units.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import { SELF_TRADE_PREVENTIONS } from '../../../src/lib/model/order-terms.ts'
import type { VenueResult } from '../../../src/lib/ports/venue.ts'
import { orderRequests } from '../../../src/lib/venues/binance/order-requests.ts'
import { binanceOrders } from '../../../src/lib/venues/binance/orders.ts'
import { QUIET_MARKET, recordedTrade, SimDesk } from '../../kit/sim-desk.ts'
import { orderWith, pricesOf, registryOf, rulesWith } from './check-desk.ts'

/** Random orders go to our checks and, in the words of our adapter, to the venue that the simulator is. */
const RUNS_COUNT = 10_000
const SEED = 20_261_124
const MINUTE_MS = 60_000

const desk = new SimDesk({
  lines: [...QUIET_MARKET, recordedTrade(30, ['100.00', '1'], true), recordedTrade(60_000, ['100.00', '1'], true)],
  config: {
    autostart: true,
    accounts: [{ ...simDefaults.accounts[0], name: 'main', apiKey: 'sim', balances: { USDT: '900000000000', BTC: '50000' } }],
    limits: { weightCount: 9_000_000, weightWindowMs: MINUTE_MS, ordersCount: 9_000_000, ordersWindowMs: MINUTE_MS },
  },
})
desk.advance(100_000)

const ORDER = '/api/v3/order'
const ASK = { symbol: 'BTCUSDT' }

const resultOf = (body: unknown): VenueResult => ({ ok: true, status: 200, headers: {}, body: JSON.stringify(body), sentMonoUs: 0 })

const found = <T>(answer: { readonly kind: string; readonly value?: T }): T => {
  if (answer.value === undefined) throw new Error(answer.kind)
  return answer.value
}

const openQuery = (path: string): VenueResult => resultOf(desk.ask('GET', path, 'symbol=BTCUSDT')?.body)

/** What exec would know of the venue now, and the prices that it has not. */
const rulesNow = (): Rules => {
  const [instrument] = found(binanceOrders.readInstruments(openQuery('/api/v3/exchangeInfo')))
  const open = found(binanceOrders.readOrders(resultOf(desk.signed('GET', '/api/v3/openOrders', ASK).body)))
  const balances = found(binanceOrders.readAccount(resultOf(desk.signed('GET', '/api/v3/account').body)))
  const holdings = new Map(balances.map(({ asset, free, locked }) => [asset, add(toMoney(free), toMoney(locked))]))
  const { bidPrice, askPrice } = desk.ask('GET', '/api/v3/ticker/bookTicker', 'symbol=BTCUSDT')?.body ?? {}
  const mean = desk.ask('GET', '/api/v3/avgPrice', 'symbol=BTCUSDT')?.body.price
  const orders = open.map(({ cumQty, reason: _reason, venueMs: _venueMs, ...report }) => ({ ...report, filledQty: cumQty }))
  const prices = pricesOf(String(bidPrice), String(askPrice), String(mean))
  return rulesWith({ instrument, registry: registryOf(orders), holdings, prices, traits: binanceOrders.traits })
}

const from = <T>(...values: readonly T[]) => fc.constantFrom(...values)

/** The first in so many cases of a hundred. */
const mostly = <A, B>(first: fc.Arbitrary<A>, other: fc.Arbitrary<B>, percent = 95): fc.Arbitrary<A | B> =>
  fc.oneof({ weight: percent, arbitrary: first as fc.Arbitrary<A | B> }, { weight: 100 - percent, arbitrary: other })

const between = (low: number, high: number, decimals: number): fc.Arbitrary<string> =>
  fc.integer({ min: low, max: high }).map((count) => (count / 10 ** decimals).toFixed(decimals))

/** Values at, just inside and just outside of every bound, among usual ones. */
const edges = (usual: fc.Arbitrary<string>, ...texts: readonly string[]): fc.Arbitrary<string> => mostly(usual, from(...texts), 70)

const prices = edges(
  between(9_000, 11_000, 2),
  ...['100', '100.01', '99.99', '100.02', '500', '500.01', '499.99', '20', '19.99', '20.01', '1000000', '1000000.01'],
  ...['0.01', '0', '-1', '100.005', '0.000000001'],
)
const quantities = edges(
  between(6_000, 1_000_000, 5),
  ...['1', '0.05', '0.04999', '0.05001', '0.25', '0.24999', '0.00001', '0.000015', '0', '-1', '0.000000001'],
  ...['40000', '40000.00001', '39999.99999', '39990', '900000', '900000.00001', '9000000', '9000000.00001'],
)
const icebergs = edges(between(4_000, 90_000, 5), '0.5', '0.01', '0.0101', '0.00999', '0.00001', '0.000001', '2', '400', '0')
const stops = edges(fc.constant('95'), '90', '110', '100', '100.005', '0', '1000000', '1000000.01', '3')
const deltas = mostly(fc.integer({ min: 20, max: 1_900 }), from(9, 10, 11, 1_999, 2_000, 2_001), 50)
const amounts = edges(between(500, 900_000, 2), '5', '4.99', '5.01', '0', '9000001', '0.000000001')

const typed = fc.record({
  side: from('buy' as const, 'sell' as const),
  type: from('limit', 'limitMaker', 'market', 'stop', 'stopLimit', 'takeProfit', 'takeProfitLimit' as const),
  tif: fc.oneof({ weight: 4, arbitrary: from('gtc' as const) }, { weight: 1, arbitrary: from('ioc' as const, 'fok' as const) }),
})

type Typed = Pick<Order, 'side' | 'type' | 'tif'>

const isStop = (type: Order['type']): boolean => /^(?:stop|takeProfit)/.test(type)
const isLimit = (type: Order['type']): boolean => /limit/i.test(type)

const none = fc.constant(undefined)
const noPrice = fc.constant(null)

/** Most orders have the terms of their type; some have too few or too many. Without a type that needs one a market order never has a price. */
const withTerms = ({ side, type, tif }: Typed): fc.Arbitrary<Order> => {
  const terms = fc.record({
    qty: quantities,
    price: isLimit(type) ? mostly(prices, noPrice) : mostly(noPrice, prices, type === 'market' ? 100 : 95),
    stopPrice: isStop(type) ? mostly(stops, none, 75) : mostly(none, stops),
    trailingDeltaBps: isStop(type) ? mostly(none, deltas, 60) : mostly(none, deltas),
    icebergQty: isLimit(type) ? mostly(none, icebergs, 70) : mostly(none, icebergs),
    quoteQty: type === 'market' ? mostly(none, amounts, 60) : mostly(none, amounts),
    selfTradePrevention: mostly(from(...SELF_TRADE_PREVENTIONS), none, 60),
  })
  return terms.map((chosen): Order => {
    const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
    return orderWith({ side, type, tif, ...given })
  })
}

const randomOrders: fc.Arbitrary<Order> = typed.chain((kind) => withTerms(kind as Typed))

/** The order as our adapter writes it, with the terms that it would leave out because they do not go with the type. */
const paramsOf = (order: Order): Record<string, string | number> => {
  const { params } = orderRequests.place({ ...order, price: order.price ?? '0' }, { serverMs: desk.nowMs, recvWindowMs: 5_000 })
  const own = { timestamp: 0, recvWindow: 0, newOrderRespType: 0, newClientOrderId: 0, price: 0 }
  const values: Record<string, string | number> = Object.fromEntries(
    params.filter(([name]) => !Object.hasOwn(own, name)).map(([name, value]) => [name, value as string]),
  )
  if (order.price !== null) values.price = order.price
  if (order.type === 'limitMaker' && order.tif !== 'gtc') values.timeInForce = order.tif.toUpperCase()
  return values
}

const FILTERS: Readonly<Record<string, readonly string[]>> = {
  PRICE_FILTER: ['PRICE_TICK', 'PRICE_RANGE', 'NON_POSITIVE'],
  LOT_SIZE: ['QTY_STEP', 'QTY_RANGE', 'NON_POSITIVE'],
  ICEBERG_PARTS: ['ICEBERG_PARTS'],
  MARKET_LOT_SIZE: ['QTY_RANGE'],
  TRAILING_DELTA: ['TRAILING_DELTA'],
  PERCENT_PRICE_BY_SIDE: ['PERCENT_PRICE'],
  NOTIONAL: ['NOTIONAL_MIN', 'NOTIONAL_MAX'],
  MAX_NUM_ORDERS: ['OPEN_ORDERS_MAX'],
  MAX_NUM_ALGO_ORDERS: ['OPEN_ORDERS_MAX'],
  MAX_NUM_ICEBERG_ORDERS: ['OPEN_ORDERS_MAX'],
  MAX_POSITION: ['VENUE_POSITION_MAX'],
}
/** Our codes for refusals that are no filters. */
const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  '-1014': ['BAD_FIELDS'],
  '-1100': ['NON_POSITIVE'],
  '-1102': ['BAD_FIELDS'],
  '-1106': ['BAD_FIELDS'],
  '-1111': ['PRICE_TICK', 'QTY_STEP'],
  'IcebergQty exceeds QTY.': ['BAD_FIELDS'],
  'Order would immediately match and take.': ['WOULD_TAKE'],
}

interface Said {
  readonly code: number
  readonly text: string
}

const expected = ({ code, text }: Said): readonly string[] => FILTERS[text.replace('Filter failure: ', '')] ?? REFUSALS[text] ?? REFUSALS[code] ?? []

interface Verdicts {
  readonly order: Order
  /** Ours; empty when the order passes. */
  readonly codes: readonly string[]
  /** The venue's; null when it passes. */
  readonly said: Said | null
}

const agree = ({ codes, said }: Verdicts): boolean => (said === null ? codes.length === 0 : expected(said).some((code) => codes.includes(code)))

const isOnly = (codes: readonly string[], ...allowed: readonly string[]): boolean => codes.length > 0 && codes.every((code) => allowed.includes(code))

/** Every difference there is, and why it is right. */
const EXPLAINED: ReadonlyArray<readonly [why: string, fits: (verdicts: Verdicts) => boolean]> = [
  [
    'an account that cannot pay is refused by risk, which knows what is reserved',
    ({ said }) => said?.text === 'Account has insufficient balance for requested action.',
  ],
  ['a condition that is met already is known to the venue alone', ({ said }) => said?.text === 'Order would trigger immediately.'],
  ['the venue lets an account trade with itself unless it is told not to, we do not', ({ codes, said }) => said === null && isOnly(codes, 'SELF_TRADE')],
  [
    'an amount of quote is checked as it is; the simulator turns it into lots first, and values and bounds those',
    ({ order }) => order.type === 'market' && order.quoteQty !== undefined,
  ],
  [
    'a conditional order without a price is valued at the mean; the simulator values it at its stop price',
    ({ order, codes, said }) =>
      (order.type === 'stop' || order.type === 'takeProfit') && (said === null ? isOnly(codes, 'NOTIONAL_MIN') : said.text === 'Filter failure: NOTIONAL'),
  ],
]

const judge = (order: Order, rules: Rules): Verdicts => {
  const { status, body } = desk.signed('POST', `${ORDER}/test`, paramsOf(order))
  const said = status === 200 ? null : { code: Number(body.code), text: String(body.msg) }
  return { order, codes: validate(order, rules).problems.map(({ code }) => code), said }
}

const place = (count: number, over: Readonly<Record<string, string>>): void => {
  for (let index = 0; index < count; index++) {
    const { status, body } = desk.signed('POST', ORDER, {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.1',
      price: '98.00',
      ...over,
    })
    if (status !== 200) throw new Error(JSON.stringify(body))
  }
}

const STOP = { type: 'STOP_LOSS_LIMIT', side: 'SELL', stopPrice: '90.00', price: '90.00' }
/** What the account has open while a part of the orders is judged. */
const SCENES: ReadonlyArray<readonly [name: string, open: () => void]> = [
  ['nothing open', () => undefined],
  ['one below every count, on both sides', () => [place(9, { icebergQty: '0.05' }), place(4, STOP), place(1, { side: 'SELL', price: '101.00' })]],
  ['conditional orders and icebergs at their counts', () => [place(1, { icebergQty: '0.05' }), place(1, STOP), place(20, { quantity: '10' })]],
  ['all orders one below their count', () => place(163, {})],
  ['all orders at their count', () => place(1, {})],
]

const used = new Set<string>()
const tally = { agreed: 0, refused: 0 }

for (const [index, [name, open]] of SCENES.entries()) {
  t.test(`our checks and the venue's agree with ${name}`, async (t) => {
    open()
    const rules = rulesNow()
    const unexplained: string[] = []
    const runs = fc.sample(randomOrders, { numRuns: RUNS_COUNT / SCENES.length, seed: SEED + index })
    for (const order of runs) {
      const verdicts = judge(order, rules)
      const why = agree(verdicts) ? 'agreed' : EXPLAINED.find(([, fits]) => fits(verdicts))?.[0]
      if (why === 'agreed') tally.agreed += 1
      else if (why !== undefined) used.add(why)
      else unexplained.push(JSON.stringify({ params: paramsOf(order), codes: verdicts.codes, said: verdicts.said }))
      if (verdicts.said !== null) tally.refused += 1
    }
    t.equal(runs.length, RUNS_COUNT / SCENES.length)
    t.same(unexplained.slice(0, 5), [])
  })
}

t.test('the venue has both answers, and no explanation is without a case', async (t) => {
  t.comment(`${tally.agreed} of ${RUNS_COUNT} agree, the venue refuses ${tally.refused}`)
  t.ok(tally.agreed > RUNS_COUNT * 0.8)
  t.ok(tally.refused > RUNS_COUNT / 5 && tally.refused < RUNS_COUNT * 0.9)
  t.same(
    EXPLAINED.map(([why]) => why).filter((why) => !used.has(why)),
    [],
  )
})
