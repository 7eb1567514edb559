import t from 'tap'
import { failedChecks, type Subject } from '../../../src/daemons/risk/checks.ts'
import { toMoney } from '../../../src/lib/base/money.ts'

const LIMITS: Subject['limits'] = {
  maxQty: toMoney('10'),
  maxNotional: toMoney('50000'),
  maxPosition: toMoney('2'),
  maxExposure: null,
  collarBps: 500n,
  maxOpenOrdersCount: null,
}
const money = (text: string) => toMoney(text)
const prices = (bid: string, ask = bid) => ({ bid: money(bid), ask: money(ask) })

type Order = Partial<Omit<Subject['order'], 'price' | 'qty'>> & { price?: string | null; qty?: string }
type Case = Partial<Omit<Subject, 'order' | 'limits' | 'exposure'>> & {
  order?: Order
  limits?: Partial<Subject['limits']>
  exposure?: { position?: string; buys?: string; sells?: string; openCount?: number }
}

const subject = ({ order = {}, limits, exposure = {}, ...rest }: Case): Subject => {
  const { price = '60000', qty = '0.1', ...words } = order
  const { position = '0', buys = '0', sells = '0', openCount = 0 } = exposure
  return {
    order: { side: 'buy', type: 'limit', reduceOnly: false, ...words, price: price === null ? null : money(price), qty: money(qty) },
    limits: { ...LIMITS, ...limits },
    halt: 'K0',
    execCurrent: true,
    prices: prices('60000'),
    exposure: { position: money(position), buys: money(buys), sells: money(sells), openCount },
    accountOpenCount: 0,
    accountMaxOpenCount: 100,
    rateGranted: true,
    ...rest,
  }
}
const codes = (given: Case): string[] => failedChecks(subject(given))

const HELD = { position: '1.2', buys: '0.5', sells: '0.3' }
const WIDE = { limits: { collarBps: null, maxPosition: money('1000') } }

const TABLE: ReadonlyArray<readonly [what: string, given: Case, expected: readonly string[]]> = [
  ['an ordinary order passes', { prices: prices('59000'), order: { qty: '0.5' } }, []],
  ['C1 no halt', { halt: 'K0' }, []],
  ['C1 K1 blocks new exposure', { halt: 'K1' }, ['HALTED']],
  ['C1 K1 lets a reduction through', { halt: 'K1', order: { side: 'sell', reduceOnly: true }, exposure: HELD }, []],
  ['C1 K3 lets a reduction through', { halt: 'K3', order: { side: 'sell', reduceOnly: true }, exposure: HELD }, []],
  ['C1 K4 stops everything', { halt: 'K4', order: { side: 'sell', reduceOnly: true }, exposure: HELD }, ['HALTED']],
  ['no new exposure while exec is not followed', { execCurrent: false }, ['EXEC_STREAM_LOST']],
  ['a reduction while exec is not followed', { execCurrent: false, order: { side: 'sell', reduceOnly: true }, exposure: HELD }, []],
  ['a limit order without a price', { order: { price: null } }, ['BAD_FIELDS']],
  ['a market order with a price', { order: { type: 'market' } }, ['BAD_FIELDS']],
  ['a quantity of zero', { order: { qty: '0' } }, ['NON_POSITIVE']],
  ['a negative quantity', { order: { qty: '-1' } }, ['NON_POSITIVE']],
  ['the least positive quantity', { order: { qty: '0.000000000000000001' } }, []],
  ['a price of zero', { order: { price: '0' }, ...WIDE }, ['NON_POSITIVE']],
  ['C3 without a size limit', { limits: { maxQty: null } }, ['NO_LIMIT_SET']],
  ['C3 without a value limit', { limits: { maxNotional: null } }, ['NO_LIMIT_SET']],
  ['C3 without a position limit', { limits: { maxPosition: null } }, ['NO_LIMIT_SET']],
  ['C4 without a mark', { prices: null }, ['STALE_MARK']],
  ['C4 a reduction without a mark', { prices: null, order: { side: 'sell', reduceOnly: true }, exposure: HELD }, []],
  ['C6 at the size limit', { order: { qty: '10', price: '100' }, ...WIDE }, []],
  ['C6 just above the size limit', { order: { qty: '10.00000001', price: '100' }, ...WIDE }, ['ORDER_QTY_MAX']],
  ['C7 at the value limit', { order: { qty: '0.8', price: '62500' } }, []],
  ['C7 just above the value limit', { order: { qty: '0.8', price: '62500.01' } }, ['ORDER_NOTIONAL_MAX']],
  ['C7 a market buy counts at the touch plus the collar', { order: { type: 'market', price: null, qty: '0.8' }, prices: prices('59000', '59523.8') }, []],
  ['C7 a market buy just above it', { order: { type: 'market', price: null, qty: '0.8' }, prices: prices('59000', '59523.81') }, ['ORDER_NOTIONAL_MAX']],
  ['C7 a market sell counts at the touch', { order: { type: 'market', side: 'sell', price: null, qty: '0.8' }, prices: prices('62500', '62600') }, []],
  [
    'C7 a market sell just above it',
    { order: { type: 'market', side: 'sell', price: null, qty: '0.8' }, prices: prices('62500.01', '62600') },
    ['ORDER_NOTIONAL_MAX'],
  ],
  ['C8 exactly 5 percent above the mid', { prices: prices('59000'), order: { price: '61950' } }, []],
  ['C8 one cent further', { prices: prices('59000'), order: { price: '61950.01' } }, ['PRICE_COLLAR']],
  ['C8 at 5.2542 percent', { prices: prices('59000'), order: { price: '62100' } }, ['PRICE_COLLAR']],
  ['C8 exactly 5 percent below the mid', { prices: prices('59000'), order: { price: '56050' } }, []],
  ['C8 one cent further down', { prices: prices('59000'), order: { price: '56049.99' } }, ['PRICE_COLLAR']],
  ['C8 measures from the middle of the spread', { prices: prices('58000', '60000'), order: { price: '61950' } }, []],
  ['C8 a mid between two ticks', { prices: prices('59000', '59000.01'), order: { price: '61950.01' } }, ['PRICE_COLLAR']],
  ['C8 without a collar', { prices: prices('1'), order: { price: '62000' }, limits: { collarBps: null } }, []],
  ['C10 a buy up to the limit', { exposure: HELD, order: { qty: '0.3' } }, []],
  ['C10 a buy beyond the limit', { exposure: HELD, order: { qty: '0.4' } }, ['POSITION_MAX']],
  ['C10 a buy beyond by the last digit', { exposure: HELD, order: { qty: '0.300000000000000001' } }, ['POSITION_MAX']],
  ['C10 a sell far beyond the limit', { exposure: HELD, order: { side: 'sell', qty: '4', price: '10000' }, limits: { collarBps: null } }, ['POSITION_MAX']],
  ['C10 a sell down to the limit', { exposure: HELD, order: { side: 'sell', qty: '2.9', price: '10000' }, limits: { collarBps: null } }, []],
  ['C10 a buy out of a short that is over the limit', { exposure: { position: '-3' }, order: { qty: '0.5' } }, []],
  [
    'C10 a buy through to the other side',
    { exposure: { position: '-3' }, order: { qty: '5.1', price: '1000' }, limits: { collarBps: null } },
    ['POSITION_MAX'],
  ],
  ['C11 at the exposure limit', { exposure: HELD, order: { qty: '0.3' }, limits: { maxExposure: money('120000') } }, []],
  ['C11 just above it', { exposure: HELD, order: { qty: '0.3' }, limits: { maxExposure: money('119999.99') } }, ['SYMBOL_EXPOSURE_MAX']],
  [
    'reduce-only up to what is left',
    { exposure: HELD, order: { side: 'sell', qty: '0.9', price: '50000', reduceOnly: true }, limits: { collarBps: null } },
    [],
  ],
  [
    'reduce-only beyond what is left',
    { exposure: HELD, order: { side: 'sell', qty: '1', price: '50000', reduceOnly: true }, limits: { collarBps: null } },
    ['REDUCE_ONLY'],
  ],
  ['reduce-only on the wrong side', { exposure: HELD, order: { qty: '0.1', reduceOnly: true } }, ['REDUCE_ONLY']],
  ['reduce-only of a short', { exposure: { position: '-0.2', buys: '0.1' }, order: { qty: '0.1', reduceOnly: true } }, []],
  ['reduce-only when flat', { order: { side: 'sell', reduceOnly: true } }, ['REDUCE_ONLY']],
  ['C14 the pace is used up', { rateGranted: false }, ['ORDER_RATE']],
  ['C15 up to the limit of the symbol', { exposure: { openCount: 4 }, limits: { maxOpenOrdersCount: 5 } }, []],
  ['C15 at the limit of the symbol', { exposure: { openCount: 5 }, limits: { maxOpenOrdersCount: 5 } }, ['OPEN_ORDERS_MAX']],
  ['C15 up to the limit of the account', { accountOpenCount: 99 }, []],
  ['C15 at the limit of the account', { accountOpenCount: 100 }, ['OPEN_ORDERS_MAX']],
]

for (const [what, given, expected] of TABLE) {
  t.test(`${what}: ${expected.length === 0 ? 'passes' : expected.join(', ')}`, async (t) => {
    t.strictSame(codes(given), expected)
  })
}

t.test('names every failed check, always in the same order', async (t) => {
  const everything: Case = {
    halt: 'K4',
    execCurrent: false,
    rateGranted: false,
    accountOpenCount: 100,
    exposure: HELD,
    limits: { maxExposure: money('1') },
    order: { type: 'market', qty: '11', price: '70000', reduceOnly: true },
  }
  t.strictSame(codes(everything), [
    'HALTED',
    'BAD_FIELDS',
    'ORDER_QTY_MAX',
    'ORDER_NOTIONAL_MAX',
    'PRICE_COLLAR',
    'POSITION_MAX',
    'SYMBOL_EXPOSURE_MAX',
    'REDUCE_ONLY',
    'ORDER_RATE',
    'OPEN_ORDERS_MAX',
  ])
  t.strictSame(codes({ halt: 'K1', execCurrent: false, prices: null, limits: { maxQty: null }, order: { qty: '-1' } }), [
    'HALTED',
    'EXEC_STREAM_LOST',
    'NON_POSITIVE',
    'NO_LIMIT_SET',
    'STALE_MARK',
  ])
})
