import { until } from '../kit/until.ts'
import { streamBook } from './npm-book.ts'
import {
  type NpmExchange,
  npmCode,
  openNpm,
  type RawBook,
  type RawEvent,
  type RawOrder,
  type RawSymbol,
  type RawTrade,
  type StreamClient,
} from './npm-exchange.ts'
import {
  type Balance,
  type Book,
  type Connect,
  type Desk,
  type Fill,
  type Level,
  type Market,
  type Order,
  type Print,
  plain,
  type SpotClient,
  type Status,
  type Wish,
} from './spot-client.ts'

const STATUS: Readonly<Record<string, Status>> = { NEW: 'open', PARTIALLY_FILLED: 'open', FILLED: 'closed', CANCELED: 'canceled', EXPIRED: 'expired' }

const sideOf = (text: string) => (text === 'BUY' ? 'buy' : 'sell')

export const orderOf = (raw: RawOrder): Order => ({
  id: String(raw.orderId),
  side: sideOf(raw.side),
  status: STATUS[raw.status] ?? 'open',
  price: plain(raw.price),
  qty: plain(raw.origQty),
  filled: plain(raw.executedQty),
  cost: plain(raw.cummulativeQuoteQty),
})

const fillOf = (raw: RawTrade): Fill => ({
  tradeId: String(raw.id),
  orderId: String(raw.orderId),
  side: raw.isBuyer ? 'buy' : 'sell',
  price: plain(raw.price),
  qty: plain(raw.qty),
  cost: plain(raw.quoteQty),
  fee: plain(raw.commission),
  feeAsset: raw.commissionAsset,
  isMaker: raw.isMaker,
})

export const rawMarket = ({ symbol, baseAsset, quoteAsset, status, filters }: RawSymbol): Market => {
  const filter = (name: string) => filters.find(({ filterType }) => filterType === name)
  return {
    ...{ id: symbol, base: baseAsset, quote: quoteAsset, isActive: status === 'TRADING' },
    priceStep: plain(filter('PRICE_FILTER')?.tickSize),
    qtyStep: plain(filter('LOT_SIZE')?.stepSize),
  }
}

const rawBook = ({ bids, asks }: RawBook): Book => {
  const texts = (levels: RawBook['bids']): Level[] => levels.map(([price, qty]) => [plain(price), plain(qty)])
  return { bids: texts(bids), asks: texts(asks) }
}

const kindOf = ({ price, stop, isPostOnly }: Wish): string => {
  if (isPostOnly) return 'LIMIT_MAKER'
  if (stop !== undefined) return price === undefined ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT'
  return price === undefined ? 'MARKET' : 'LIMIT'
}

const paramsOf = (symbol: string, wish: Wish): Record<string, unknown> => {
  const type = kindOf(wish)
  return {
    ...{ symbol, side: wish.side.toUpperCase(), type, quantity: Number(wish.qty), newOrderRespType: 'FULL' },
    ...(wish.price === undefined ? {} : { price: Number(wish.price) }),
    ...(wish.stop === undefined ? {} : { stopPrice: Number(wish.stop) }),
    ...(type === 'LIMIT' || type === 'STOP_LOSS_LIMIT' ? { timeInForce: 'GTC' } : {}),
  }
}

/** Subscribes and waits for the venue's consent. */
export const subscribed = async (streams: StreamClient, topics: readonly string[], connection: string): Promise<void> => {
  let isConfirmed = false
  streams.on('response', () => {
    isConfirmed = true
  })
  await streams.subscribe(topics, connection)
  await until(`'${topics.join()}' is subscribed`, () => isConfirmed)
}

const reportedOrder = (event: RawEvent): Order =>
  orderOf({
    orderId: Number(event.i),
    side: String(event.S),
    status: String(event.X),
    price: String(event.p),
    origQty: String(event.q),
    executedQty: String(event.z),
    cummulativeQuoteQty: String(event.Z),
  })

const watchUser = async ({ api }: NpmExchange) => {
  const orders: Order[] = []
  const balances = new Map<string, Balance>()
  api.getWSClient().on('message', (event) => {
    if (event.e === 'executionReport') orders.push(reportedOrder(event))
    if (event.e !== 'outboundAccountPosition') return
    for (const { a, f, l } of event.B as ReadonlyArray<Record<'a' | 'f' | 'l', string>>) balances.set(a, { free: plain(f), locked: plain(l) })
  })
  await api.subscribeUserDataStream('mainWSAPI')
  return { orders, balanceOf: (asset: string) => balances.get(asset) }
}

const restDesk = ({ main }: NpmExchange): Desk => ({
  place: async (symbol, wish) => orderOf(await main.submitNewOrder(paramsOf(symbol, wish))),
  query: async (symbol, id) => orderOf(await main.getOrder({ symbol, orderId: Number(id) })),
  cancel: async (symbol, id) => orderOf(await main.cancelOrder({ symbol, orderId: Number(id) })),
})

const socketDesk = ({ api }: NpmExchange): Desk => {
  const timestamp = (): number => Math.round(performance.timeOrigin + performance.now())
  return {
    place: async (symbol, wish) => orderOf((await api.submitNewSpotOrder({ ...paramsOf(symbol, wish), timestamp: timestamp() })).result),
    query: async (symbol, id) => orderOf((await api.getSpotOrderStatus({ symbol, orderId: Number(id), timestamp: timestamp() })).result),
    cancel: async (symbol, id) => orderOf((await api.cancelSpotOrder({ symbol, orderId: Number(id), timestamp: timestamp() })).result),
  }
}

/** The package `binance` as a spot client. */
export const binanceSpot: Connect<SpotClient> = async (access) => {
  const exchange = await openNpm(access)
  const { main, streams } = exchange
  return {
    rest: restDesk(exchange),
    socket: socketDesk(exchange),
    markets: async () => (await main.getExchangeInfo()).symbols.map(rawMarket),
    book: async (symbol) => rawBook(await main.getOrderBook({ symbol, limit: 5_000 })),
    watchBook: async (symbol) => {
      const local = streamBook()
      streams.on('message', (event) => void (event.e === 'depthUpdate' && local.diff(event)))
      await subscribed(streams, [`${symbol.toLowerCase()}@depth@100ms`], 'main')
      local.load(await main.getOrderBook({ symbol, limit: 5_000 }))
      return local.book
    },
    watchTrades: async (symbol) => {
      const prints: Print[] = []
      streams.on('message', ({ e, p, q, m }) => void (e === 'trade' && prints.push({ price: plain(p), qty: plain(q), side: m === true ? 'sell' : 'buy' })))
      await subscribed(streams, [`${symbol.toLowerCase()}@trade`], 'main')
      return prints
    },
    balances: async () =>
      Object.fromEntries((await main.getAccountInformation()).balances.map(({ asset, free, locked }) => [asset, { free: plain(free), locked: plain(locked) }])),
    watchUser: () => watchUser(exchange),
    openOrders: async (symbol) => (await main.getOpenOrders({ symbol })).map(orderOf),
    replace: async (symbol, id, wish) => {
      const params = { ...paramsOf(symbol, wish), cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: Number(id) }
      return orderOf((await main.replaceOrder(params)).newOrderResponse)
    },
    prints: async (symbol) =>
      (await main.getRecentTrades({ symbol })).map(({ price, qty, isBuyerMaker }) => ({
        price: plain(price),
        qty: plain(qty),
        side: isBuyerMaker ? 'sell' : 'buy',
      })),
    cancelAll: async (symbol) => void (await main.cancelAllSymbolOrders({ symbol })),
    fills: async (symbol) => (await main.getAccountTradeList({ symbol })).map(fillOf),
    placePair: async (symbol, { qty, above, stop, below }) => {
      const list = { symbol, side: 'SELL', quantity: Number(qty), aboveType: 'LIMIT_MAKER', abovePrice: Number(above), belowType: 'STOP_LOSS_LIMIT' }
      const answer = await main.submitNewOrderList({ ...list, belowStopPrice: Number(stop), belowPrice: Number(below), belowTimeInForce: 'GTC' })
      return answer.orders.map(({ orderId }) => String(orderId))
    },
    codeOf: npmCode,
    close: async () => exchange.close(),
  }
}
