import { divideHalfEven, formatMoney, multiply, toMoney } from '../../lib/base/money.ts'
import { add, type Money, zeroMoney } from '../../lib/base/units.ts'
import type { AccountState, Position } from '../../lib/contracts/acct.ts'
import type { Mark } from '../../lib/daemon/marks.ts'
import { averagePrice, type Ledger, unrealized } from '../../lib/model/ledger.ts'
import { type Books, sumOf } from './books.ts'

/** Mid price of one symbol and when md received it. */
export interface Mid {
  readonly price: Money
  readonly receivedUs: number
}

/** What the books are valued with: mids no older than `sinceUs`, in units of the quote asset. */
export interface Valuation {
  readonly mids: ReadonlyMap<string, Mid>
  readonly sinceUs: number
  readonly quoteAsset: string
}

export const midOf = ({ bid, ask, receivedUs }: Mark): Mid => ({ price: divideHalfEven(add(toMoney(bid), toMoney(ask)), 2n), receivedUs })

const shown = (value: Money | null): string | null => (value === null ? null : formatMoney(value))

const freshMid = ({ mids, sinceUs }: Valuation, symbol: string): Money | null => {
  const mid = mids.get(symbol)
  return mid === undefined || mid.receivedUs < sinceUs ? null : mid.price
}

/** Null as soon as one part is unknown. */
const knownSum = (parts: ReadonlyArray<Money | null>): Money | null => {
  const known = parts.filter((part) => part !== null)
  return known.length === parts.length ? sumOf(known) : null
}

const unrealizedOf = (ledger: Ledger, mark: Money | null): Money | null => {
  if (ledger.qty === 0n) return zeroMoney
  return mark === null ? null : unrealized(ledger, mark)
}

const positionOf = (symbol: string, ledger: Ledger, mark: Money | null): Position => ({
  symbol,
  qty: formatMoney(ledger.qty),
  averagePrice: shown(averagePrice(ledger)),
  realized: formatMoney(ledger.grossRealized),
  unrealized: shown(unrealizedOf(ledger, mark)),
  fees: formatMoney(ledger.feesQuote),
  volume: formatMoney(ledger.volume),
  fills: ledger.fillCount,
  mark: shown(mark),
})

/** Price of one unit of an asset; null without a fresh mark of its market against the quote asset. */
const priceOf = (books: Books, valuation: Valuation, asset: string): Money | null => {
  const { quoteAsset } = valuation
  for (const [symbol, market] of books.markets) {
    if (market.baseAsset !== asset || market.quoteAsset !== quoteAsset) continue
    const price = freshMid(valuation, symbol)
    if (price !== null) return price
  }
  return null
}

const worthOf = (books: Books, valuation: Valuation, [asset, total]: readonly [string, Money]): Money | null => {
  if (total === 0n || asset === valuation.quoteAsset) return total
  const price = priceOf(books, valuation, asset)
  return price === null ? null : multiply(total, price)
}

const byName = <T>([a]: readonly [string, T], [b]: readonly [string, T]): number => (a < b ? -1 : 1)

/** The account as the bus carries it. Sums are over the symbols that are quoted in the account's quote asset. */
export const accountState = (books: Books, valuation: Valuation, execSeq: number): AccountState => {
  const ledgers = [...books.ledgers].sort(byName)
  const totals = [...books.totals].sort(byName)
  const summed = ledgers.filter(([symbol]) => books.markets.get(symbol)?.quoteAsset === valuation.quoteAsset)
  const equity = books.opened ? knownSum(totals.map((row) => worthOf(books, valuation, row))) : null
  return {
    execSeq,
    balances: totals.map(([asset, total]) => ({ asset, total: formatMoney(total) })),
    positions: ledgers.map(([symbol, ledger]) => positionOf(symbol, ledger, freshMid(valuation, symbol))),
    realized: formatMoney(sumOf(summed.map(([, ledger]) => ledger.grossRealized))),
    unrealized: shown(knownSum(summed.map(([symbol, ledger]) => unrealizedOf(ledger, freshMid(valuation, symbol))))),
    fees: formatMoney(sumOf(summed.map(([, ledger]) => ledger.feesQuote))),
    equity: shown(equity),
  }
}
