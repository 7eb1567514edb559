import fc from 'fast-check'
import t from 'tap'
import { freeOf } from '../../../../src/daemons/sim/trading/accounts.ts'
import { baseOf } from '../../../../src/daemons/sim/trading/amounts.ts'
import { isOpen, leftLots, type VenueOrder } from '../../../../src/daemons/sim/trading/orders.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const TYPES = ['LIMIT', 'MARKET', 'LIMIT_MAKER', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'] as const
const MODES = ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'TRANSFER'] as const

const step = fc.record({
  act: fc.constantFrom('place', 'place', 'place', 'cancel', 'amend', 'wait', 'pair', 'all'),
  side: fc.constantFrom('BUY', 'SELL'),
  type: fc.constantFrom(...TYPES),
  tif: fc.constantFrom('GTC', 'GTC', 'IOC', 'FOK'),
  mode: fc.constantFrom(...MODES),
  lots: fc.integer({ min: 20, max: 150_000 }),
  offset: fc.integer({ min: -40, max: 40 }),
  iceberg: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const price = (ticks: number): string => (ticks / 100).toFixed(2)
const qty = (lots: number): string => (lots / 100_000).toFixed(5)

const placing = (desk: SimDesk, { side, type, tif, mode, lots, offset, iceberg }: Step): Record<string, string> => {
  const mid = desk.venue.spot.synthetic.get('BTCUSDT')?.touchTicks('buy') ?? 6_000_000
  const isLimit = type === 'LIMIT' || type.endsWith('_LIMIT')
  return {
    ...{ symbol: 'BTCUSDT', side, type, quantity: qty(lots), selfTradePreventionMode: mode },
    ...(isLimit || type === 'LIMIT_MAKER' ? { price: price(mid + offset) } : {}),
    ...(isLimit ? { timeInForce: tif } : {}),
    ...(iceberg && type === 'LIMIT' && tif === 'GTC' ? { icebergQty: qty(Math.ceil(lots / 3)) } : {}),
    ...(type.startsWith('STOP') || type.startsWith('TAKE') ? (offset % 2 === 0 ? { stopPrice: price(mid + offset * 2) } : { trailingDelta: '10' }) : {}),
  }
}

/** Gives away all that is free of an asset. */
const placeAll = (desk: SimDesk, { side, mode }: Step): void => {
  const account = must(desk.venue.accounts.get('main'), 'account')
  const { instrument } = must(desk.venue.spot.synthetic.get('BTCUSDT'), 'market')
  const free = freeOf(account, side === 'SELL' ? 'BTC' : 'USDT')
  const amount = side === 'SELL' ? { quantity: qty(Number(free / baseOf(instrument, 1))) } : { quoteOrderQty: formatMoney(free).replace(/(\.\d{2})\d+/, '$1') }
  desk.signed('POST', ORDER, { symbol: 'BTCUSDT', side, type: 'MARKET', selfTradePreventionMode: mode, ...amount })
}

const act = (desk: SimDesk, one: Step): void => {
  const open = desk.venue.store.openOrders('main')
  const named = open[Math.abs(one.offset) % Math.max(1, open.length)]
  if (one.act === 'place') desk.signed('POST', ORDER, placing(desk, one))
  else if (one.act === 'all') placeAll(desk, one)
  else if (one.act === 'wait') desk.advance(one.lots)
  else if (one.act === 'pair') {
    const mid = desk.venue.spot.synthetic.get('BTCUSDT')?.touchTicks('buy') ?? 6_000_000
    const legs = { aboveType: 'LIMIT_MAKER', abovePrice: price(mid + 5), belowType: 'STOP_LOSS', belowStopPrice: price(mid - 5) }
    desk.signed('POST', '/api/v3/orderList/oco', { symbol: 'BTCUSDT', side: 'SELL', quantity: qty(one.lots), ...legs })
  } else if (named !== undefined && one.act === 'cancel') desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', orderId: named.orderId })
  else if (named !== undefined) {
    const lots = named.filledLots + named.preventedLots + Math.max(1, Math.floor(leftLots(named) / 2))
    desk.signed('PUT', `${ORDER}/amend/keepPriority`, { symbol: 'BTCUSDT', orderId: named.orderId, newQty: qty(lots) })
  }
}

/** Balances that the opening ones and the fills of the truth log add up to. */
const dueBalances = (desk: SimDesk): Record<string, bigint> => {
  const due: Record<string, bigint> = { USDT: toMoney('100000'), BTC: toMoney('2') }
  for (const fill of desk.records('fill')) {
    const sign = fill['side'] === 'buy' ? 1n : -1n
    const [lots, at] = [toMoney(String(fill['qty'])), toMoney(String(fill['price']))]
    due['BTC'] = (due['BTC'] ?? 0n) + sign * lots
    due['USDT'] = (due['USDT'] ?? 0n) - (sign * lots * at) / 10n ** 18n
    const asset = String(fill['feeAsset'])
    due[asset] = (due[asset] ?? 0n) - toMoney(String(fill['fee']))
  }
  return due
}

const isSound = (desk: SimDesk): boolean => {
  const account = desk.venue.accounts.get('main')
  const due = dueBalances(desk)
  return [...(account?.balances ?? [])].every(([asset, { free, locked }]) => free >= 0n && locked >= 0n && free + locked === due[asset])
}

const fits = (order: VenueOrder): boolean =>
  order.filledLots + order.preventedLots <= order.lots && order.fills.reduce((sum, { lots }) => sum + lots, 0) === order.filledLots

const LIMITS = { weightCount: 60_000, weightWindowMs: 60_000, ordersCount: 1_000, ordersWindowMs: 10_000 }

/** The assets of the market stand for one that its pair holds: it is received or given away by every order. */
const feeAsset = fc
  .constantFrom('none', 'BTC', 'USDT')
  .map((asset) => (asset === 'none' ? {} : { feeAsset: { asset, discountBps: 2_500, prices: { USDT: '60000' } } }))

t.test('keeps balances, orders and fills sound, whatever clients do', async (t) => {
  const feeCounts = new Map<unknown, number>()
  fc.assert(
    fc.property(feeAsset, fc.array(step, { minLength: 5, maxLength: 40 }), (fees, steps) => {
      const desk = new SimDesk({ config: { limits: LIMITS, ...fees } })
      const ended = new Map<number, string>()
      for (const one of steps) {
        act(desk, one)
        if (!isSound(desk)) return false
        for (const order of desk.venue.store.orders('main', 'BTCUSDT')) {
          const before = ended.get(order.orderId)
          if (!fits(order) || (before !== undefined && before !== order.status)) return false
          if (!isOpen(order)) ended.set(order.orderId, order.status)
        }
      }
      for (const fill of desk.records('fill')) feeCounts.set(fill['feeAsset'], (feeCounts.get(fill['feeAsset']) ?? 0) + 1)
      const locked = desk.venue.store.openOrders('main').reduce((sum, order) => sum + order.locked, 0n)
      const held = [...(desk.venue.accounts.get('main')?.balances.values() ?? [])].reduce((sum, balance) => sum + balance.locked, 0n)
      // where nobody else trades: an order that comes back may not fill
      const after = new SimDesk({ config: { market: 'none' }, recovered: desk.truth, startUs: desk.nowUs })
      const shown = (of: SimDesk): string =>
        JSON.stringify([...(of.venue.accounts.get('main')?.balances ?? [])].map(([asset, { free, locked: kept }]) => [asset, `${free}`, `${kept}`]).sort())
      return locked === held && shown(after) === shown(desk)
    }),
    { numRuns: 80, seed: 7, endOnFailure: true },
  )
  for (const asset of ['BTC', 'USDT']) t.ok((feeCounts.get(asset) ?? 0) > 50, `${feeCounts.get(asset)} fees in ${asset}`)
})
