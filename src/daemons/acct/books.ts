import { toMoney } from '../../lib/base/money.ts'
import { add, type Money, money, zeroMoney } from '../../lib/base/units.ts'
import type { Fill, Reconciled } from '../../lib/contracts/exec.ts'
import type { Balance } from '../../lib/contracts/words.ts'
import { settleFill, type Totals } from '../../lib/model/balance.ts'
import { addTo, exactFill } from '../../lib/model/fill.ts'
import { bookFill, type Ledger, openLedger } from '../../lib/model/ledger.ts'

/** Assets of one symbol. */
export interface Market {
  readonly baseAsset: string
  readonly quoteAsset: string
}

/** Own books: opening balances plus own fills, never a venue's later word. */
export interface Books {
  /** True once the opening balances are in. */
  opened: boolean
  readonly totals: Totals
  readonly ledgers: Map<string, Ledger>
  readonly markets: Map<string, Market>
}

/** An asset of which the venue and the books know different totals. */
export interface Drift {
  readonly asset: string
  readonly venue: Money
  readonly books: Money
}

export const openBooks = (): Books => ({ opened: false, totals: new Map(), ledgers: new Map(), markets: new Map() })

const totalOf = ({ free, locked }: Balance): Money => add(toMoney(free), toMoney(locked))

const ledgerOf = (books: Books, symbol: string): Ledger => {
  const ledger = books.ledgers.get(symbol) ?? openLedger()
  books.ledgers.set(symbol, ledger)
  return ledger
}

/** Books one own fill in position and balances. */
export const bookOwnFill = (books: Books, fill: Fill): void => {
  const exact = exactFill(fill)
  books.markets.set(fill.symbol, { baseAsset: fill.baseAsset, quoteAsset: fill.quoteAsset })
  bookFill(ledgerOf(books, fill.symbol), exact)
  settleFill(books.totals, exact)
}

/** Takes the opening balances, or compares later ones with the books: assets that the venue does not list are no information. */
export const reconcileBooks = (books: Books, { opening, balances, instruments }: Reconciled): Drift[] => {
  for (const { symbol, baseAsset, quoteAsset } of instruments) books.markets.set(symbol, { baseAsset, quoteAsset })
  if (opening) {
    books.opened = true
    for (const balance of balances) addTo(books.totals, balance.asset, totalOf(balance))
    return []
  }
  return balances
    .map((balance) => ({ asset: balance.asset, venue: totalOf(balance), books: books.totals.get(balance.asset) ?? zeroMoney }))
    .filter(({ venue, books: own }) => venue !== own)
}

/** Sum of amounts. */
export const sumOf = (amounts: Iterable<Money>): Money => {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return money(sum)
}
