import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Access } from './spot-client.ts'

/** ccxt's own words, as far as these tests use them. Numbers are texts, because that is how it is set up here. */
export interface CcxtOrder {
  readonly id: string
  readonly side: 'buy' | 'sell'
  readonly status: 'open' | 'closed' | 'canceled' | 'expired'
  readonly price?: string
  readonly amount: string
  readonly filled?: string
  readonly cost?: string
  readonly info: Readonly<Record<string, unknown>>
}

export interface CcxtTrade {
  readonly id: string
  readonly order: string
  readonly side: 'buy' | 'sell'
  readonly price: string
  readonly amount: string
  readonly cost: string
  readonly takerOrMaker: 'taker' | 'maker'
  readonly fee: { readonly cost: string; readonly currency: string }
}

export interface CcxtMarket {
  readonly id: string
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly type: string
  readonly active: boolean
  readonly precision: { readonly price: string; readonly amount: string }
}

export interface CcxtBook {
  readonly bids: ReadonlyArray<readonly [number, number]>
  readonly asks: ReadonlyArray<readonly [number, number]>
}

export type CcxtBalances = Readonly<Record<string, { readonly free: string; readonly used: string; readonly total: string }>>

export interface CcxtPosition {
  readonly symbol: string
  readonly side: 'long' | 'short'
  readonly contracts: string
  readonly entryPrice: string
  readonly unrealizedPnl: string
  readonly leverage?: string
}

type Place<Result> = (...order: [symbol: string, type: string, side: string, qty: string, price?: string, params?: object]) => Promise<Result>
type Named<Result> = (id: string, symbol: string, params?: object) => Promise<Result>
type OfSymbol<Result> = (symbol: string) => Promise<Result>

/** The one class of ccxt that speaks to this venue. */
export interface CcxtExchange {
  readonly urls: { readonly api: Record<string, unknown> }
  /** What each socket waits for, by ccxt's name of it. */
  readonly clients: Readonly<Record<string, { readonly futures: Readonly<Record<string, unknown>> }>>
  /** What the user streams have told so far, the newest state of each; a `watch` may miss one of two events that come together. */
  readonly orders?: readonly CcxtOrder[]
  readonly balance: { readonly spot?: CcxtBalances }
  readonly positions?: { readonly future?: readonly CcxtPosition[] }
  loadHttpProxyAgent(): Promise<unknown>
  fetchMarkets(): Promise<CcxtMarket[]>
  loadMarkets(): Promise<unknown>
  fetchBalance(): Promise<CcxtBalances>
  fetchOrderBook(symbol: string, limit?: number): Promise<CcxtBook>
  watchOrderBook(symbol: string): Promise<CcxtBook>
  watchTrades(symbol: string): Promise<CcxtTrade[]>
  watchOrders(symbol?: string): Promise<CcxtOrder[]>
  watchBalance(): Promise<CcxtBalances>
  createOrder: Place<CcxtOrder>
  createOrderWs: Place<CcxtOrder>
  fetchOrder: Named<CcxtOrder>
  fetchOrderWs: Named<CcxtOrder>
  cancelOrder: Named<CcxtOrder>
  cancelOrderWs: Named<CcxtOrder>
  editOrder(...order: [id: string, symbol: string, type: string, side: string, qty: string, price?: string]): Promise<CcxtOrder>
  fetchTrades: OfSymbol<CcxtTrade[]>
  cancelAllOrders(symbol: string, params?: object): Promise<unknown>
  fetchOpenOrders: OfSymbol<CcxtOrder[]>
  fetchMyTrades: OfSymbol<CcxtTrade[]>
  fetchPositions(symbols?: readonly string[]): Promise<CcxtPosition[]>
  watchPositions(symbols?: readonly string[]): Promise<CcxtPosition[]>
  setLeverage(leverage: number, symbol: string): Promise<Readonly<Record<string, unknown>>>
  cancelAllOrdersAfter(timeoutMs: number, params: object): Promise<unknown>
  market(symbol: string): CcxtMarket
  privatePostOrderListOco(params: object): Promise<{ readonly orders: ReadonlyArray<{ readonly orderId: string }> }>
  fapiPrivateGetOpenAlgoOrders(params: object): Promise<ReadonlyArray<{ readonly algoId: string; readonly algoStatus: string; readonly triggerPrice: string }>>
  fapiPrivatePostCountdownCancelAll(params: object): Promise<Readonly<Record<string, unknown>>>
  close(): Promise<unknown>
}

type Options = { readonly defaultType: 'spot' | 'swap'; readonly marketType: 'spot' | 'linear' }

const file = join(import.meta.dirname, 'node_modules/ccxt/js/src/pro/binance.js')

/** Every address with another host. */
const moved = (addresses: Record<string, unknown>, access: Access): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(addresses).map(([name, value]) => {
      if (typeof value === 'object' && value !== null) return [name, moved(value as Record<string, unknown>, access)]
      return [name, String(value).replace(/^(http|ws)s:\/\/[^/]+/, (_whole, scheme) => `${scheme}${access.isSecure ? 's' : ''}://${access.host}`)]
    }),
  )

/** ccxt with nothing changed but its addresses and its settings. */
export const openCcxt = async (access: Access, { defaultType, marketType }: Options): Promise<CcxtExchange> => {
  const { default: Exchange } = (await import(pathToFileURL(file).href)) as { default: new (settings: object) => CcxtExchange }
  const exchange = new Exchange({
    apiKey: access.apiKey,
    secret: access.secret,
    enableRateLimit: false,
    number: String,
    // its timer to keep a listen key alive cannot be stopped, only be short
    options: { listenKeyRefreshRate: 1_000, defaultType, fetchMarkets: { types: [marketType] }, fetchCurrencies: false, fetchMargins: false },
  })
  Object.assign(exchange.urls.api, moved(exchange.urls.api, access))
  await exchange.loadHttpProxyAgent()
  await exchange.loadMarkets()
  return exchange
}

/** Takes what a `watch` method gives, again and again, until the client is closed. */
export const follow = (next: () => Promise<unknown>, isClosed: () => boolean): void => {
  const loop = async (): Promise<void> => {
    while (!isClosed()) await next()
  }
  loop().catch((error: unknown) => {
    if (!isClosed()) throw error
  })
}

/** True once the client's sockets are open and subscribed, and somebody waits for what they bring. */
export const awaits = ({ clients }: CcxtExchange, ...names: readonly string[]): boolean =>
  names.every((name) => Object.values(clients).some(({ futures }) => name in futures))

/** The venue's error code in one of ccxt's errors, whose text is the venue's answer; ccxt drops the code where it has a text of its own. */
export const ccxtCode = (error: unknown): number => {
  const { name, message } = error as Error
  const code = /"code":(-\d+)/.exec(message)?.[1]
  const ownWords: Readonly<Record<string, number>> = { InsufficientFunds: -2010, OrderImmediatelyFillable: -2010 }
  return code === undefined ? (ownWords[name] ?? 0) : Number(code)
}
