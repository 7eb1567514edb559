import type { VenueRequest, VenueResult } from '../../../src/lib/ports/venue.ts'

/** One order as the paper venue holds it; amounts are decimal strings. */
export interface PaperOrder {
  readonly coid: string
  readonly orderId: number
  symbol: string
  side: 'BUY' | 'SELL'
  status: string
  qty: string
  price: string
  executed: string
  type: string
  tif: string
  updateMs: number
}

export interface PaperTrade {
  readonly id: number
  readonly orderId: number
  readonly price: string
  readonly qty: string
  readonly commission: string
  readonly symbol: string
  readonly isBuyer: boolean
}

const RETRY_AFTER: ReadonlyMap<number, string> = new Map([
  [429, '1'],
  [418, '60'],
])

export const ok = (value: unknown, headers: Readonly<Record<string, string>> = {}): VenueResult => ({
  ok: true,
  status: 200,
  headers,
  body: JSON.stringify(value),
  sentMonoUs: 2_000,
})
export const refused = (status: number, code: number, msg: string): VenueResult => ({
  ok: true,
  status,
  headers: { 'retry-after': RETRY_AFTER.get(status) ?? '3' },
  body: JSON.stringify({ code, msg }),
  sentMonoUs: 2_000,
})
export const lost: VenueResult = { ok: false, sent: true, reason: 'timeout', sentMonoUs: 2_000 }
export const unsent: VenueResult = { ok: false, sent: false, reason: 'connection refused', sentMonoUs: 2_000 }

const symbolInfo = (symbol: string): unknown => ({
  symbol,
  status: 'TRADING',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
    { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
    { filterType: 'NOTIONAL', minNotional: '5.00000000', maxNotional: '9000000.00000000' },
  ],
})

/** Binance's texts over a few tables that tests write; it matches nothing by itself. */
export class PaperVenue {
  readonly orders = new Map<string, PaperOrder>()
  readonly trades: PaperTrade[] = []
  readonly posts: string[] = []
  readonly calls: string[] = []
  /** Answer to the next calls of a kind `METHOD path`, instead of the usual one; null leaves the call without answer, `executed` does the usual and loses the answer. */
  readonly script: Array<{ readonly call: string; readonly result: VenueResult | null | 'executed' }> = []
  offsetMs = 0
  private nextOrderId = 100

  answer(request: VenueRequest, nowUs: number): VenueResult | null {
    const call = `${request.method} ${request.path}`
    const params = new URLSearchParams(request.params.map(([name, value]): [string, string] => [name, String(value)]))
    this.calls.push(`${call}?${params}`)
    if (call === 'POST /api/v3/order') this.posts.push(params.get('newClientOrderId') ?? '')
    const index = this.script.findIndex((entry) => entry.call === call)
    const scripted = index < 0 ? undefined : this.script.splice(index, 1)[0]
    if (scripted !== undefined && scripted.result !== 'executed') return scripted.result
    const usual = this.usual(call, params, Math.floor(nowUs / 1000))
    return scripted === undefined ? usual : lost
  }

  private usual(call: string, params: URLSearchParams, nowMs: number): VenueResult {
    const symbol = params.get('symbol') ?? ''
    switch (call) {
      case 'GET /api/v3/time':
        return ok({ serverTime: nowMs + this.offsetMs })
      case 'GET /api/v3/exchangeInfo':
        return ok({ symbols: [symbolInfo(symbol)] })
      case 'GET /api/v3/account':
        return ok({ balances: [{ asset: 'USDT', free: '100000.00000000', locked: '0.00000000' }] })
      case 'GET /api/v3/openOrders':
        return ok(
          [...this.orders.values()].filter((order) => order.symbol === symbol && /^(NEW|PARTIALLY)/.test(order.status)).map((order) => this.view(order)),
        )
      case 'GET /api/v3/myTrades':
        return ok(this.tradesFor(params))
      case 'POST /api/v3/order':
        return this.place(params, nowMs)
      default:
        return this.single(call, params, nowMs)
    }
  }

  single(call: string, params: URLSearchParams, nowMs: number): VenueResult {
    const id = params.get('orderId')
    const order = id === null ? this.orders.get(params.get('origClientOrderId') ?? '') : [...this.orders.values()].find(({ orderId }) => String(orderId) === id)
    if (call === 'GET /api/v3/order') return order === undefined ? refused(400, -2013, 'Order does not exist.') : ok(this.view(order))
    if (order === undefined || !/^(NEW|PARTIALLY)/.test(order.status)) return refused(400, -2011, 'Unknown order sent.')
    order.status = 'CANCELED'
    order.updateMs = nowMs
    return ok({ ...this.view(order), origClientOrderId: order.coid, clientOrderId: 'cancel1', transactTime: nowMs })
  }

  place(params: URLSearchParams, nowMs: number): VenueResult {
    const order = this.rest(params.get('newClientOrderId') ?? '', {
      symbol: params.get('symbol') ?? '',
      side: params.get('side') === 'SELL' ? 'SELL' : 'BUY',
      qty: params.get('quantity') ?? '0',
      price: params.get('price') ?? '0',
      type: params.get('type') ?? 'LIMIT',
      updateMs: nowMs,
    })
    return ok({ ...this.view(order), transactTime: nowMs, fills: [] })
  }

  /** Puts an order into the venue's book. */
  rest(coid: string, over: Partial<PaperOrder> = {}): PaperOrder {
    const base = { symbol: 'BTCUSDT', side: 'BUY', status: 'NEW', qty: '1', price: '100', executed: '0', type: 'LIMIT', tif: 'GTC', updateMs: 0 } as const
    const order: PaperOrder = { ...base, ...over, coid, orderId: this.nextOrderId++ }
    this.orders.set(coid, order)
    return order
  }

  /** Fills an order at the venue; the trade is listed, nobody is told. */
  fill(coid: string, qty: string, executed: string): PaperTrade {
    const order = this.orders.get(coid)
    if (order === undefined) throw new Error(`no order ${coid}`)
    order.executed = executed
    order.status = Number(executed) >= Number(order.qty) ? 'FILLED' : 'PARTIALLY_FILLED'
    const trade = {
      id: 1000 + this.trades.length,
      orderId: order.orderId,
      price: order.price,
      qty,
      commission: '0.01',
      symbol: order.symbol,
      isBuyer: order.side === 'BUY',
    }
    this.trades.push(trade)
    return trade
  }

  private tradesFor(params: URLSearchParams): unknown[] {
    const orderId = params.get('orderId')
    const fromId = Number(params.get('fromId') ?? 0)
    return this.trades
      .filter((trade) => trade.symbol === params.get('symbol') && trade.id >= fromId && (orderId === null || String(trade.orderId) === orderId))
      .slice(0, Number(params.get('limit') ?? 500))
      .map((trade) => ({ ...trade, commissionAsset: 'USDT', isMaker: true, time: 1_800_000_000_000 }))
  }

  view(order: PaperOrder): Record<string, unknown> {
    return {
      symbol: order.symbol,
      orderId: order.orderId,
      clientOrderId: order.coid,
      price: order.price,
      origQty: order.qty,
      executedQty: order.executed,
      status: order.status,
      timeInForce: order.tif,
      type: order.type,
      side: order.side,
      updateTime: order.updateMs,
    }
  }

  /** An execution report as the user stream tells it. */
  report(coid: string, over: Record<string, unknown> = {}): string {
    const order = this.orders.get(coid)
    if (order === undefined) throw new Error(`no order ${coid}`)
    const base = { e: 'executionReport', E: 1, s: order.symbol, c: coid, C: '', S: order.side, o: order.type, f: order.tif, q: order.qty, p: order.price }
    const rest = {
      x: 'NEW',
      X: order.status,
      r: 'NONE',
      i: order.orderId,
      l: '0',
      z: order.executed,
      L: '0',
      n: '0',
      N: null,
      T: order.updateMs + 1,
      t: -1,
      m: false,
    }
    return JSON.stringify({ subscriptionId: 0, event: { ...base, ...rest, ...over } })
  }

  /** The report of one trade. */
  tradeReport(coid: string, trade: PaperTrade, over: Record<string, unknown> = {}): string {
    const told = { x: 'TRADE', l: trade.qty, L: trade.price, n: trade.commission, N: 'USDT', t: trade.id, m: true, T: 1_800_000_000_000 + trade.id }
    return this.report(coid, { ...told, ...over })
  }
}
