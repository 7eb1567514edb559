import { until } from '../kit/until.ts'
import { streamBook } from './npm-book.ts'
import { type NpmExchange, npmCode, openNpm, type RawEvent, type RawOrder } from './npm-exchange.ts'
import { orderOf, rawMarket, subscribed } from './npm-spot.ts'
import { type Connect, type Order, plain } from './spot-client.ts'
import type { UsdmClient, UsdmEvents, UsdmWish } from './usdm-client.ts'

const futuresOrder = (raw: RawOrder & { readonly cumQuote?: string }): Order => orderOf({ ...raw, cummulativeQuoteQty: raw.cumQuote ?? '0' })

const paramsOf = (symbol: string, { side, qty, price, isReduceOnly }: UsdmWish): Record<string, unknown> => ({
  ...{ symbol, side: side.toUpperCase(), type: price === undefined ? 'MARKET' : 'LIMIT', quantity: Number(qty), newOrderRespType: 'RESULT' },
  ...(price === undefined ? {} : { price: Number(price), timeInForce: 'GTC' }),
  ...(isReduceOnly ? { reduceOnly: 'true' } : {}),
})

interface OrderUpdate {
  readonly i: number
  readonly S: string
  readonly X: string
  readonly p: string
  readonly q: string
  readonly z: string
}

const updatedOrder = ({ i, S, X, p, q, z }: OrderUpdate): Order =>
  futuresOrder({ orderId: i, side: S, status: X, price: p, origQty: q, executedQty: z, cummulativeQuoteQty: '0' })

/** The package closes the socket of a listen key, but its timer has to be ended by hand. */
type Ending = () => Promise<void>

const watchUser = async ({ streams }: NpmExchange, endings: Ending[]): Promise<UsdmEvents> => {
  const orders: Order[] = []
  const positions = new Map<string, string>()
  let isOpen = false
  const readers: Readonly<Record<string, (event: RawEvent) => void>> = {
    ORDER_TRADE_UPDATE: ({ o }) => void orders.push(updatedOrder(o as OrderUpdate)),
    ACCOUNT_UPDATE: ({ a }) => {
      for (const { s, pa } of (a as { readonly P: ReadonlyArray<{ readonly s: string; readonly pa: string }> }).P) positions.set(s, plain(pa))
    },
  }
  streams.on('message', (event) => readers[String(event.e)]?.(event))
  streams.on('open', () => {
    isOpen = true
  })
  const { ws } = await streams.subscribeUsdFuturesUserDataStream()
  endings.push(async () => {
    await streams.unsubscribeUsdFuturesUserDataStream()
    streams.getUserDataStreamManager().teardownUserDataListenKey(new URL(ws.url).searchParams.get('listenKey') ?? '', ws)
  })
  await until('the user stream is open', () => isOpen)
  return { orders, positionOf: (symbol) => positions.get(symbol) }
}

/** The package `binance` as a client of USD-M futures. */
export const binanceUsdm: Connect<UsdmClient> = async (access) => {
  const exchange = await openNpm(access)
  const { usdm, streams } = exchange
  const endings: Ending[] = []
  return {
    markets: async () => (await usdm.getExchangeInfo()).symbols.map(rawMarket),
    watchBook: async (symbol) => {
      const local = streamBook()
      streams.on('message', (event) => void (event.e === 'depthUpdate' && local.diff(event)))
      await subscribed(streams, [`${symbol.toLowerCase()}@depth@100ms`], 'usdm')
      local.load(await usdm.getOrderBook({ symbol, limit: 1_000 }))
      return local.book
    },
    position: async (symbol) => {
      const [position] = await usdm.getPositionsV3({ symbol })
      return { qty: plain(position?.positionAmt), entry: plain(position?.entryPrice) }
    },
    setLeverage: async (symbol, leverage) => (await usdm.setLeverage({ symbol, leverage })).leverage,
    place: async (symbol, wish) => futuresOrder(await usdm.submitNewOrder(paramsOf(symbol, wish))),
    query: async (symbol, id) => futuresOrder(await usdm.getOrder({ symbol, orderId: Number(id) })),
    cancel: async (symbol, id) => futuresOrder(await usdm.cancelOrder({ symbol, orderId: Number(id) })),
    openOrders: async (symbol) => (await usdm.getAllOpenOrders({ symbol })).map(futuresOrder),
    cancelAll: async (symbol) => void (await usdm.cancelAllOpenOrders({ symbol })),
    placeConditional: async (symbol, { side, qty, trigger }) => {
      const order = { symbol, algoType: 'CONDITIONAL', side: side.toUpperCase(), type: 'STOP_MARKET', quantity: Number(qty), triggerPrice: Number(trigger) }
      return String((await usdm.submitNewAlgoOrder(order)).algoId)
    },
    conditionals: async (symbol) =>
      (await usdm.getOpenAlgoOrders({ symbol })).map(({ algoId, triggerPrice }) => ({ id: String(algoId), trigger: plain(triggerPrice) })),
    cancelConditional: async (_symbol, id) => void (await usdm.cancelAlgoOrder({ algoId: Number(id) })),
    setCountdown: async (symbol, countdownTime) => void (await usdm.setCancelOrdersOnTimeout({ symbol, countdownTime })),
    watchUser: () => watchUser(exchange, endings),
    codeOf: npmCode,
    close: async () => {
      for (const end of endings) await end()
      exchange.close()
    },
  }
}
