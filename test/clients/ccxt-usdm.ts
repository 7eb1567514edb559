import { until } from '../kit/until.ts'
import { awaits, type CcxtPosition, ccxtCode, follow, openCcxt } from './ccxt-exchange.ts'
import { bookOf, orderOf } from './ccxt-spot.ts'
import { type Book, type Connect, plain } from './spot-client.ts'
import type { UsdmClient } from './usdm-client.ts'

const signed = ({ side, contracts }: CcxtPosition): string => `${side === 'short' && Number(contracts) > 0 ? '-' : ''}${plain(contracts)}`

/** ccxt as a client of USD-M futures. */
export const ccxtUsdm: Connect<UsdmClient> = async (access) => {
  const exchange = await openCcxt(access, { defaultType: 'swap', marketType: 'linear' })
  const name = (symbol: string): string => exchange.market(symbol).symbol
  let closed = false
  const isClosed = (): boolean => closed
  return {
    markets: async () =>
      (await exchange.fetchMarkets()).map(({ id, base, quote, active, precision }) => ({
        ...{ id, base, quote, isActive: active },
        priceStep: plain(precision.price),
        qtyStep: plain(precision.amount),
      })),
    watchBook: async (symbol) => {
      let book: Book = { bids: [], asks: [] }
      follow(async () => {
        book = bookOf(await exchange.watchOrderBook(name(symbol)))
      }, isClosed)
      return () => book
    },
    position: async (symbol) => {
      const [position] = await exchange.fetchPositions([name(symbol)])
      return position === undefined ? { qty: '0', entry: '0' } : { qty: signed(position), entry: plain(position.entryPrice) }
    },
    setLeverage: async (symbol, leverage) => Number((await exchange.setLeverage(leverage, name(symbol))).leverage),
    place: async (symbol, { side, qty, price, isReduceOnly }) =>
      orderOf(await exchange.createOrder(name(symbol), price === undefined ? 'market' : 'limit', side, qty, price, isReduceOnly ? { reduceOnly: true } : {})),
    query: async (symbol, id) => orderOf(await exchange.fetchOrder(id, name(symbol))),
    cancel: async (symbol, id) => orderOf(await exchange.cancelOrder(id, name(symbol))),
    openOrders: async (symbol) => (await exchange.fetchOpenOrders(name(symbol))).map(orderOf),
    cancelAll: async (symbol) => void (await exchange.cancelAllOrders(name(symbol))),
    placeConditional: async (symbol, { side, qty, trigger }) =>
      (await exchange.createOrder(name(symbol), 'market', side, qty, undefined, { triggerPrice: trigger })).id,
    conditionals: async (symbol) =>
      (await exchange.fapiPrivateGetOpenAlgoOrders({ symbol })).map(({ algoId, triggerPrice }) => ({ id: String(algoId), trigger: plain(triggerPrice) })),
    cancelConditional: async (symbol, id) => void (await exchange.cancelOrder(id, name(symbol), { trigger: true })),
    setCountdown: async (symbol, countdownTime) => void (await exchange.fapiPrivatePostCountdownCancelAll({ symbol, countdownTime })),
    watchUser: async (symbol) => {
      follow(() => exchange.watchOrders(name(symbol)), isClosed)
      follow(() => exchange.watchPositions([name(symbol)]), isClosed)
      await until('ccxt listens to user events', () => awaits(exchange, `orders:${name(symbol)}`, `future:positions::${name(symbol)}`))
      return {
        get orders() {
          return (exchange.orders ?? []).map(orderOf)
        },
        positionOf: (id) => {
          const told = exchange.positions?.future?.findLast((position) => position.symbol === name(id))
          return told && signed(told)
        },
      }
    },
    codeOf: ccxtCode,
    close: async () => {
      closed = true
      await exchange.close()
    },
  }
}
