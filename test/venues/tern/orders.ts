import { formatMoney, toMoney } from '../../../src/lib/base/money.ts'
import { fromInfo } from '../../../src/lib/contracts/instrument-info.ts'
import type { VenueParams, VenueResult } from '../../../src/lib/ports/venue.ts'
import type {
  NewOrder,
  OrderVenue,
  StreamMessage,
  Validity,
  VenueAnswer,
  VenueCall,
  VenueFill,
  VenueRefusal,
  VenueReport,
} from '../../../src/lib/venues/orders.ts'

type Row = Readonly<Record<string, unknown>>

const call = (method: VenueCall['method'], path: string, params: VenueParams): VenueCall => ({
  method,
  path,
  params,
  security: 'none',
  cost: { weight: path === '/purse' ? 10 : 1, orders: method === 'POST' ? 1 : 0 },
})

const signed = (made: VenueCall, { serverMs, recvWindowMs }: Validity): VenueCall => ({
  ...made,
  params: [...made.params, ['stamp', serverMs], ['good', recvWindowMs]],
  security: 'signed',
})

/** References are letters and digits alone: our id loses its hyphens and gets them back. */
const OURS = /^(T1.{6})-?(.{5})-?(.{8})$/
const refOf = (clientOrderId: string): string => clientOrderId.replace(OURS, '$1$2$3').replaceAll('-', '')
const idOf = (ref: string): string => ref.replace(OURS, '$1-$2-$3')

const LIVES: Readonly<Record<string, string>> = { gtc: 'stay', ioc: 'now', fok: 'whole' }
const TIFS = { stay: 'gtc', now: 'ioc', whole: 'fok' } as const
const STATES = { live: 'WORKING', complete: 'FILLED', withdrawn: 'CANCELED', lapsed: 'EXPIRED' } as const
const KINDS: Readonly<Record<string, VenueRefusal['kind']>> = {
  'never heard of it': 'unknownOrder',
  'too late': 'unknownOrder',
  'ref is taken': 'duplicate',
  'stamp is stale': 'clock',
  'slow down': 'rateLimited',
  'too many orders': 'rateLimited',
  'shut out': 'rateLimited',
}
const LIMITS: Readonly<Record<string, VenueRefusal['limit']>> = { 'too many orders': 'orders', 'shut out': 'ban' }

const canonical = (text: unknown): string => formatMoney(toMoney(String(text)))

const troubleOf = (body: string): string => {
  const { trouble } = Object(JSON.parse(body)) as { trouble?: unknown }
  return typeof trouble === 'string' ? trouble : ''
}

const refusalOf = (result: VenueResult): VenueRefusal => {
  if (!result.ok) return { kind: result.sent ? 'ambiguous' : 'notSent', reason: result.reason }
  const reason = troubleOf(result.body)
  const kind = KINDS[reason] ?? 'rejected'
  if (kind !== 'rateLimited') return { kind, reason }
  const limit = LIMITS[reason]
  return { kind, reason, retryAfterMs: Number(result.headers['retry-after']) * 1_000, ...(limit === undefined ? {} : { limit }) }
}

const found = <T>(result: VenueResult, isRight: (value: unknown) => boolean, read: (value: never) => T): VenueAnswer<T> => {
  if (!result.ok || result.status !== 200) return refusalOf(result)
  const value: unknown = JSON.parse(result.body)
  return isRight(value) ? { kind: 'found', value: read(value as never) } : { kind: 'ambiguous', reason: 'unexpected body' }
}

const isRow = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

const sideOf = ({ way }: Row): 'buy' | 'sell' => (way === 'bid' ? 'buy' : 'sell')

const reportOf = (row: Row): VenueReport => {
  const cumQty = canonical(row.done)
  const status = STATES[row.state as keyof typeof STATES]
  return {
    ...{ symbol: String(row.market), clientOrderId: idOf(String(row.ref)), venueOrderId: String(row.oid), side: sideOf(row), reason: '' },
    ...{ status: status === 'WORKING' && cumQty !== '0' ? 'PARTIAL' : status, cumQty, venueMs: Number(row.atMs), qty: canonical(row.size) },
    ...{ type: row.px === null ? 'market' : 'limit', tif: TIFS[row.life as keyof typeof TIFS], price: row.px === null ? null : canonical(row.px) },
  }
}

const fillOf = (row: Row): VenueFill => ({
  ...{ symbol: String(row.market), venueOrderId: String(row.oid), tradeId: String(row.fid), side: sideOf(row) },
  ...{ price: canonical(row.px), qty: canonical(row.size), fee: canonical(row.charge), feeAsset: 'USDT' },
  ...{ liquidity: row.passive === true ? 'maker' : 'taker', venueMs: Number(row.atMs) },
})

const balanceOf = (row: Row) => ({ asset: String(row.coin), free: String(row.loose), locked: String(row.bound) })

const instrumentOf = (symbol: string) => {
  const steps = { tickSize: '0.1', lotSize: '0.000001', minPrice: '0.1', maxPrice: '10000000', minQty: '0.000001', maxQty: '1000' }
  const made = fromInfo({ symbol, venue: 'tern', baseAsset: 'BTC', quoteAsset: 'USDT', status: 'trading', minNotional: '1', maxNotional: '0', ...steps })
  if (!made.ok) throw new Error(made.error)
  return made.value
}

const orderParams = ({ clientOrderId, symbol, side, qty, price, tif }: NewOrder): VenueParams => [
  ['market', symbol],
  ['ref', refOf(clientOrderId)],
  ['way', side === 'buy' ? 'bid' : 'offer'],
  ['size', qty],
  ['life', LIVES[tif] ?? ''],
  ...(price === null ? [] : ([['px', price]] as const)),
]

const oidOf = (ref: object): string => ('venueOrderId' in ref ? String(ref.venueOrderId) : 'unnamed')

const readStream = (text: string): StreamMessage => {
  try {
    const { news, order, fill, purse, welcome } = JSON.parse(text) as { news?: string; order: Row; fill: Row | null; purse: readonly Row[]; welcome?: number }
    if (welcome !== undefined) return { kind: 'subscribed', id: welcome }
    if (news === 'purse') return { kind: 'balances', balances: purse.map(balanceOf) }
    return { kind: 'order', report: reportOf(order), fill: fill === null ? null : fillOf(fill) }
  } catch {
    return { kind: 'malformed', reason: 'no news' }
  }
}

const accepted = (result: VenueResult) => {
  const answer = found(result, isRow, reportOf)
  return answer.kind === 'found' ? ({ kind: 'accepted', report: answer.value, fills: [] } as const) : answer
}

const used = (result: VenueResult): number => (result.ok ? Number(result.headers['x-tern-used'] ?? 0) : 0)

/** Orders on the foreign venue. */
export const ternOrders: OrderVenue = {
  name: 'tern',
  traits: { types: ['limit', 'market'], findsByClientId: false, listsTradesOfOrder: false, pagesTradesBy: 'time', usageHeaders: ['x-tern-used'] },
  streamPath: '/feed',
  place: (order, validity) => signed(call('POST', '/orders', orderParams(order)), validity),
  cancel: (ref, validity) => signed(call('DELETE', '/orders/one', [['oid', oidOf(ref)]]), validity),
  query: (ref, validity) => signed(call('GET', '/orders/one', [['oid', oidOf(ref)]]), validity),
  openOrders: (symbol, validity) => signed(call('GET', '/orders', [['market', symbol]]), validity),
  trades: ({ symbol, limitCount, ...from }, validity) =>
    signed(
      call('GET', '/fills', [
        ['market', symbol],
        ['most', limitCount],
        ...('fromTradeId' in from && from.fromTradeId !== undefined ? ([['since', from.fromTradeId]] as const) : []),
      ]),
      validity,
    ),
  account: (validity) => signed(call('GET', '/purse', []), validity),
  instruments: (symbol) => call('GET', '/rules', [['market', symbol]]),
  time: () => call('GET', '/clock', []),
  subscribe: (id) => ({ id, method: 'hello', params: {}, sign: true }),
  readPlaced: accepted,
  readCanceled: accepted,
  readOrder: (result) => found(result, isRow, reportOf),
  readOrders: (result) => found(result, Array.isArray, (rows: Row[]) => rows.map(reportOf)),
  readTrades: (result) => found(result, Array.isArray, (rows: Row[]) => rows.map(fillOf)),
  readAccount: (result) => found(result, isRow, ({ purse }: { purse: Row[] }) => purse.map(balanceOf)),
  readInstruments: (result) => found(result, isRow, ({ markets }: { markets: string[] }) => markets.map(instrumentOf)),
  readLimits: (result) => {
    const rules = found(result, isRow, (value: { perMinute: number; ordersPer10s: number }) => value)
    if (rules.kind !== 'found') return []
    return [
      { kind: 'weight', intervalUs: 60_000_000, limitCount: rules.value.perMinute },
      { kind: 'orders', intervalUs: 10_000_000, limitCount: rules.value.ordersPer10s },
    ]
  },
  readUsage: (result) => [{ kind: 'weight', intervalUs: 60_000_000, usedCount: used(result) }],
  readHealth: (result) => (result.ok ? (result.status < 500 ? 'ok' : 'failure') : 'failure'),
  readTime: (result) => found(result, isRow, ({ now }: { now: number }) => now),
  readStream,
}
