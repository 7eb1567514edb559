import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Access } from './spot-client.ts'

type Params = Readonly<Record<string, unknown>>
type Call<Result> = (params: Params) => Promise<Result>
type Text = Readonly<Record<string, string>>

/** An order as the venue writes it; numbers of ids become texts here. */
export interface RawOrder {
  readonly orderId: number
  readonly side: string
  readonly status: string
  readonly price: string
  readonly origQty: string
  readonly executedQty: string
  readonly cummulativeQuoteQty: string
}

export interface RawTrade {
  readonly id: number
  readonly orderId: number
  readonly isBuyer: boolean
  readonly isMaker: boolean
  readonly price: string
  readonly qty: string
  readonly quoteQty: string
  readonly commission: string
  readonly commissionAsset: string
}

export interface RawBook {
  readonly lastUpdateId: number
  readonly bids: ReadonlyArray<readonly [string, string]>
  readonly asks: ReadonlyArray<readonly [string, string]>
}

export interface RawSymbol {
  readonly symbol: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly status: string
  readonly filters: ReadonlyArray<Text>
}

/** `binance`'s REST client of spot. */
export interface MainClient {
  getExchangeInfo(): Promise<{ readonly symbols: readonly RawSymbol[] }>
  getOrderBook: Call<RawBook>
  getAccountInformation(): Promise<{ readonly balances: ReadonlyArray<{ readonly asset: string; readonly free: string; readonly locked: string }> }>
  submitNewOrder: Call<RawOrder>
  getOrder: Call<RawOrder>
  cancelOrder: Call<RawOrder>
  getOpenOrders: Call<RawOrder[]>
  cancelAllSymbolOrders: Call<unknown>
  getAccountTradeList: Call<RawTrade[]>
  replaceOrder: Call<{ readonly newOrderResponse: RawOrder }>
  getRecentTrades: Call<ReadonlyArray<{ readonly price: string; readonly qty: string; readonly isBuyerMaker: boolean }>>
  submitNewOrderList: Call<{ readonly orders: ReadonlyArray<{ readonly orderId: number }> }>
}

/** `binance`'s REST client of USD-M futures. */
export interface UsdmClient {
  getExchangeInfo(): Promise<{ readonly symbols: readonly RawSymbol[] }>
  getOrderBook: Call<RawBook>
  getBalanceV3(): Promise<ReadonlyArray<{ readonly asset: string; readonly balance: string; readonly availableBalance: string }>>
  getPositionsV3: Call<ReadonlyArray<Text>>
  setLeverage: Call<{ readonly leverage: number; readonly symbol: string }>
  submitNewOrder: Call<RawOrder>
  getOrder: Call<RawOrder>
  cancelOrder: Call<RawOrder>
  getAllOpenOrders: Call<RawOrder[]>
  cancelAllOpenOrders: Call<unknown>
  getAccountTrades: Call<ReadonlyArray<Record<string, unknown>>>
  submitNewAlgoOrder: Call<{ readonly algoId: number; readonly algoStatus: string }>
  getOpenAlgoOrders: Call<ReadonlyArray<{ readonly algoId: number; readonly algoStatus: string; readonly triggerPrice: string }>>
  cancelAlgoOrder: Call<unknown>
  setCancelOrdersOnTimeout: Call<{ readonly symbol: string; readonly countdownTime: unknown }>
}

export type RawEvent = Readonly<Record<string, unknown>>

/** A connection of a listen key. */
export interface UserStream {
  readonly ws: { readonly url: string }
}

/** `binance`'s WebSocket client. */
export interface StreamClient {
  on(event: 'message' | 'response' | 'open', listener: (event: RawEvent) => void): unknown
  subscribe(topics: readonly string[], connection: string): Promise<unknown>
  subscribeUsdFuturesUserDataStream(): Promise<UserStream>
  unsubscribeUsdFuturesUserDataStream(): Promise<unknown>
  getUserDataStreamManager(): { teardownUserDataListenKey(listenKey: string, socket: UserStream['ws']): void }
  closeAll(force: boolean): void
}

/** `binance`'s client of the WebSocket API. */
export interface ApiClient {
  submitNewSpotOrder: Call<{ readonly result: RawOrder }>
  getSpotOrderStatus: Call<{ readonly result: RawOrder }>
  cancelSpotOrder: Call<{ readonly result: RawOrder }>
  subscribeUserDataStream(connection: string): Promise<unknown>
  getWSClient(): StreamClient
}

/** The clients of the package, with nothing set but the address, the key and silence. */
export interface NpmExchange {
  readonly main: MainClient
  readonly usdm: UsdmClient
  readonly streams: StreamClient
  readonly api: ApiClient
  close(): void
}

type Build<Client> = new (settings: object, logger?: object) => Client
interface Package {
  readonly MainClient: Build<MainClient>
  readonly USDMClient: Build<UsdmClient>
  readonly WebsocketClient: Build<StreamClient>
  readonly WebsocketAPIClient: Build<ApiClient>
}

const file = join(import.meta.dirname, 'node_modules/binance/lib/index.js')
const ignore = (): undefined => undefined
const silence = { trace: ignore, info: ignore, error: ignore }

export const openNpm = async ({ host, isSecure, apiKey, secret }: Access): Promise<NpmExchange> => {
  const { default: clients } = (await import(pathToFileURL(file).href)) as { default: Package }
  const tail = isSecure ? 's' : ''
  const rest = { api_key: apiKey, api_secret: secret, disableTimeSync: true, baseUrl: `http${tail}://${host}` }
  const sockets = { api_key: apiKey, api_secret: secret, wsUrl: `ws${tail}://${host}`, restOptions: rest, attachEventListeners: false }
  const streams = new clients.WebsocketClient(sockets, silence)
  const api = new clients.WebsocketAPIClient(sockets, silence)
  return {
    main: new clients.MainClient(rest),
    usdm: new clients.USDMClient(rest),
    streams,
    api,
    close: () => {
      streams.closeAll(true)
      api.getWSClient().closeAll(true)
    },
  }
}

/** The venue's error code in an error of this package. */
export const npmCode = (error: unknown): number => {
  const { code, error: inner } = error as { readonly code?: unknown; readonly error?: { readonly code?: unknown } }
  return Number(code ?? inner?.code)
}
