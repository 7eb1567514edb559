import { until } from '../kit/until.ts'
import { awaits, type CcxtBalances, type CcxtBook, type CcxtExchange, type CcxtOrder, type CcxtTrade, ccxtCode, follow, openCcxt } from './ccxt-exchange.ts'
import {
  type Balance,
  type Book,
  type Connect,
  type Desk,
  type Fill,
  type Order,
  type Print,
  plain,
  type SpotClient,
  type UserEvents,
  type Wish,
} from './spot-client.ts'

export const orderOf = ({ id, side, status, price, amount, filled, cost }: CcxtOrder): Order => ({
  id,
  side,
  status,
  price: plain(price),
  qty: plain(amount),
  filled: plain(filled),
  cost: plain(cost),
})

const fillOf = ({ id, order, side, price, amount, cost, takerOrMaker, fee }: CcxtTrade): Fill => ({
  tradeId: id,
  orderId: order,
  side,
  price: plain(price),
  qty: plain(amount),
  cost: plain(cost),
  fee: plain(fee.cost),
  feeAsset: fee.currency,
  isMaker: takerOrMaker === 'maker',
})

export const bookOf = ({ bids, asks }: CcxtBook): Book => {
  const texts = (levels: CcxtBook['bids']) => levels.map(([price, qty]) => [plain(price), plain(qty)] as const)
  return { bids: texts(bids), asks: texts(asks) }
}

const printOf = ({ price, amount, side }: CcxtTrade): Print => ({ price: plain(price), qty: plain(amount), side })

const balancesOf = (balances: CcxtBalances): Record<string, Balance> =>
  Object.fromEntries(
    Object.entries(balances)
      .filter(([asset]) => /^[A-Z]{3,5}$/.test(asset))
      .map(([asset, { free, used }]) => [asset, { free: plain(free), locked: plain(used) }]),
  )

const kindOf = ({ price, stop }: Wish): string => {
  if (stop === undefined) return price === undefined ? 'market' : 'limit'
  return price === undefined ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT'
}

const placeWith =
  (place: CcxtExchange['createOrder'], name: (symbol: string) => string) =>
  async (symbol: string, wish: Wish): Promise<Order> => {
    const params = { ...(wish.stop === undefined ? {} : { triggerPrice: wish.stop }), ...(wish.isPostOnly ? { postOnly: true } : {}) }
    return orderOf(await place(name(symbol), kindOf(wish), wish.side, wish.qty, wish.price, params))
  }

const watchUser = async (exchange: CcxtExchange, symbol: string, isClosed: () => boolean): Promise<UserEvents> => {
  follow(() => exchange.watchOrders(symbol), isClosed)
  follow(() => exchange.watchBalance(), isClosed)
  await until('ccxt listens to user events', () => awaits(exchange, `orders:${symbol}`, 'spot:balance'))
  return {
    get orders() {
      return (exchange.orders ?? []).map(orderOf)
    },
    balanceOf: (asset) => balancesOf(exchange.balance.spot ?? {})[asset],
  }
}

/** ccxt as a spot client. */
export const ccxtSpot: Connect<SpotClient> = async (access) => {
  const exchange = await openCcxt(access, { defaultType: 'spot', marketType: 'spot' })
  const name = (symbol: string): string => exchange.market(symbol).symbol
  let closed = false
  const isClosed = (): boolean => closed
  const desk = (kind: '' | 'Ws'): Desk => ({
    place: placeWith(exchange[`createOrder${kind}`].bind(exchange), name),
    query: async (symbol, id) => orderOf(await exchange[`fetchOrder${kind}`](id, name(symbol))),
    cancel: async (symbol, id) => orderOf(await exchange[`cancelOrder${kind}`](id, name(symbol))),
  })
  return {
    rest: desk(''),
    socket: desk('Ws'),
    markets: async () =>
      (await exchange.fetchMarkets()).map(({ id, base, quote, active, precision }) => ({
        ...{ id, base, quote, isActive: active },
        priceStep: plain(precision.price),
        qtyStep: plain(precision.amount),
      })),
    book: async (symbol) => bookOf(await exchange.fetchOrderBook(name(symbol), 5_000)),
    watchBook: async (symbol) => {
      let book: Book = { bids: [], asks: [] }
      follow(async () => {
        book = bookOf(await exchange.watchOrderBook(name(symbol)))
      }, isClosed)
      return () => book
    },
    watchTrades: async (symbol) => {
      const prints: Print[] = []
      follow(async () => {
        prints.push(...(await exchange.watchTrades(name(symbol))).map(printOf))
      }, isClosed)
      return prints
    },
    balances: async () => balancesOf(await exchange.fetchBalance()),
    watchUser: (symbol) => watchUser(exchange, name(symbol), isClosed),
    openOrders: async (symbol) => (await exchange.fetchOpenOrders(name(symbol))).map(orderOf),
    replace: async (symbol, id, wish) => orderOf(await exchange.editOrder(id, name(symbol), kindOf(wish), wish.side, wish.qty, wish.price)),
    prints: async (symbol) => (await exchange.fetchTrades(name(symbol))).map(printOf),
    cancelAll: async (symbol) => void (await exchange.cancelAllOrders(name(symbol))),
    fills: async (symbol) => (await exchange.fetchMyTrades(name(symbol))).map(fillOf),
    placePair: async (symbol, { qty, above, stop, below }) => {
      const list = { symbol, side: 'SELL', quantity: qty, aboveType: 'LIMIT_MAKER', abovePrice: above, belowType: 'STOP_LOSS_LIMIT' }
      const answer = await exchange.privatePostOrderListOco({ ...list, belowStopPrice: stop, belowPrice: below, belowTimeInForce: 'GTC' })
      return answer.orders.map(({ orderId }) => String(orderId))
    },
    codeOf: ccxtCode,
    close: async () => {
      closed = true
      await exchange.close()
    },
  }
}
