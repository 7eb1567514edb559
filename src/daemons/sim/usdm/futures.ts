import { must } from '../../../lib/base/assert.ts'
import type { Money } from '../../../lib/base/units.ts'
import type { UsdmConfig } from '../config.ts'
import { msOf, type Turn } from '../events.ts'
import type { ShownBook } from '../faults/old-books.ts'
import type { Market } from '../market/market.ts'
import { createLimiter, type Limiter } from '../spot/limits.ts'
import type { Streams } from '../spot/streams.ts'
import type { TruthLog } from '../trading/truth.ts'
import { openUsdmAccount, type UsdmAccount } from './accounts.ts'
import { AlgoDesk } from './algo-desk.ts'
import { type Contract, lastPriceOf, markPriceOf } from './contract.ts'
import { UsdmDesk } from './desk.ts'
import { ListenKeys } from './listen-keys.ts'
import { type AccountMargin, accountMargin } from './margin.ts'
import type { UsdmOrder } from './orders.ts'
import { UsdmStore } from './orders.ts'
import { createUsdmTruth, type UsdmTruth } from './truth.ts'

/** What futures are made from. */
export interface FuturesParts {
  readonly accounts: readonly string[]
  readonly config: UsdmConfig
  readonly streams: Streams
  readonly truth: TruthLog
  /** The book that a reader is shown, which a fault may make an older one. */
  readonly shown?: (book: ShownBook) => ShownBook
}

/** Everything that the futures side of the venue consists of. */
export interface Futures {
  readonly config: UsdmConfig
  readonly accounts: ReadonlyMap<string, UsdmAccount>
  readonly contracts: Map<string, Contract>
  readonly streams: Streams
  readonly store: UsdmStore
  readonly truth: UsdmTruth
  readonly limiter: Limiter
  readonly desk: UsdmDesk
  readonly algos: AlgoDesk
  readonly keys: ListenKeys
  /** When the dead man's switch of an account and symbol ends its orders, ms. */
  readonly countdowns: Map<string, number>
  readonly shown: (book: ShownBook) => ShownBook
  /** False until an earlier run is restored: nothing happens by the clock, and calls are put off. */
  open: boolean
  /** Last second whose public events were told. */
  toldS: number
}

export const createFutures = ({ accounts: names, config, streams, truth: log, shown = (book) => book }: FuturesParts): Futures => {
  const accounts = new Map(names.map((name) => [name, openUsdmAccount(name, config.wallet)]))
  const contracts = new Map<string, Contract>()
  const store = new UsdmStore()
  const truth = createUsdmTruth(log)
  const limiter = createLimiter(config.limits)
  const keys = new ListenKeys()
  const notify: ListenKeys['notify'] = (account, event, turn) => keys.notify(account, event, turn)
  const contractOf = (symbol: string): Contract => must(contracts.get(symbol), `contract '${symbol}'`)
  const markOf = (symbol: string): Money => markPriceOf(contractOf(symbol))
  const { makerFeeBps, takerFeeBps } = config
  const desk = new UsdmDesk({ accounts, store, truth, limiter, makerFeeBps, takerFeeBps, markOf, notify })
  const algos = new AlgoDesk({
    desk,
    accountOf: (name) => must(accounts.get(name), `futures account '${name}'`),
    marketOf: (symbol) => contractOf(symbol).market,
    priceOf: (symbol, workingType) => (workingType === 'MARK_PRICE' ? markOf(symbol) : lastPriceOf(contractOf(symbol))),
    truth,
    notify,
  })
  return { config, accounts, contracts, streams, store, truth, limiter, desk, algos, keys, countdowns: new Map(), shown, open: false, toldS: 0 }
}

/** Margin of an account as it stands. */
export const marginNow = ({ store, contracts }: Futures, account: UsdmAccount): AccountMargin =>
  accountMargin(account, store.openOrders(account.name), (symbol) => markPriceOf(must(contracts.get(symbol), `contract '${symbol}'`)))

/** Ends all orders of an account on a symbol, waiting ones too; how many. */
export const cancelAll = (futures: Futures, at: { readonly account: string; readonly symbol: string }, turn: Turn): number => {
  const market: Market<UsdmOrder> | undefined = futures.contracts.get(at.symbol)?.market
  if (market === undefined) return 0
  const orders = futures.store.openOrders(at.account, at.symbol)
  for (const order of orders) futures.desk.cancel(order, { market, turn })
  return orders.length
}

/** Ends the orders of every account whose dead man's switch has run out, once. */
export const runCountdowns = (futures: Futures, turn: Turn): void => {
  for (const [key, dueMs] of futures.countdowns) {
    if (msOf(turn) < dueMs) continue
    futures.countdowns.delete(key)
    const [account = '', symbol = ''] = key.split('|')
    cancelAll(futures, { account, symbol }, turn)
  }
}
