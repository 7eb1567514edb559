import { divideHalfEven } from '../../../lib/base/money.ts'
import { absolute, type Money, money } from '../../../lib/base/units.ts'
import { msOf, type Turn } from '../events.ts'
import type { UsdmAccount } from './accounts.ts'
import { clearTakeover } from './clearance.ts'
import { markPriceOf } from './contract.ts'
import { cancelAll, type Futures, marginNow } from './futures.ts'
import { type AccountMargin, isIsolated, type PositionMargin } from './margin.ts'
import { takeoverId } from './orders.ts'
import type { Position } from './positions.ts'
import { forceOrderEvent } from './public-texts.ts'
import { amountText, averageText } from './texts.ts'
import { amountOf } from './valuation.ts'

/** Share of the margin balance that the maintenance margin may be before a warning, percent. */
const CALL_PERCENT = 80n
const ONE = 10n ** 18n

/** What stands behind a position: its own margin, or the cross wallet with the profit of all of it. */
const balanceOf = (account: UsdmAccount, row: PositionMargin, margin: AccountMargin): { readonly balance: bigint; readonly need: bigint } =>
  isIsolated(account, row.position)
    ? { balance: row.position.isolatedWallet + row.unrealised, need: row.maintenance }
    : { balance: margin.crossWallet + margin.crossUnrealised, need: margin.crossMaintenance }

/** Mark price at which a position would be liquidated; zero when there is none. */
export const liquidationPrice = (account: UsdmAccount, row: PositionMargin, at: { readonly margin: AccountMargin; readonly mark: Money }): Money => {
  const { balance, need } = balanceOf(account, row, at.margin)
  if (row.position.lots === 0) return money(0n)
  const price = at.mark - divideHalfEven(money((balance - need) * ONE), amountOf(row.position))
  return price > 0n ? money(price) : money(0n)
}

const call = (
  futures: Futures,
  account: UsdmAccount,
  at: { readonly rows: readonly PositionMargin[]; readonly margin: AccountMargin; readonly turn: Turn },
): void => {
  const p = at.rows.map((row) => ({
    s: row.position.instrument.symbol,
    ps: row.position.side,
    pa: amountText(amountOf(row.position)),
    mt: isIsolated(account, row.position) ? 'ISOLATED' : 'CROSSED',
    iw: amountText(row.position.isolatedWallet),
    mp: amountText(futures.contracts.get(row.position.instrument.symbol)?.marks.now?.mark ?? money(0n)),
    up: amountText(row.unrealised),
    mm: amountText(row.maintenance),
  }))
  futures.keys.notify(account.name, { e: 'MARGIN_CALL', E: msOf(at.turn), cw: amountText(at.margin.crossWallet), p }, at.turn)
}

/** Takes a position over: ends its orders and closes it at the market. */
const takeOver = (futures: Futures, { account, position }: { readonly account: UsdmAccount; readonly position: Position }, turn: Turn): void => {
  const { symbol } = position.instrument
  const contract = futures.contracts.get(symbol)
  cancelAll(futures, { account: account.name, symbol }, turn)
  if (contract === undefined || position.lots === 0) return
  const before = { wallet: account.wallet, isolatedWallet: position.isolatedWallet }
  const order = futures.desk.place(
    {
      account: account.name,
      instrument: position.instrument,
      clientOrderId: takeoverId(msOf(turn), position.side),
      side: position.lots > 0 ? 'sell' : 'buy',
      type: 'market',
      tif: 'ioc',
      timeInForce: 'IOC',
      ticks: 0,
      lots: Math.abs(position.lots),
      positionSide: position.side,
      reduceOnly: true,
      closePosition: false,
      goodTillMs: 0,
      origType: 'LIMIT',
      workingType: 'CONTRACT_PRICE',
      priceProtect: false,
      priceMatch: 'NONE',
      stopTicks: 0,
    },
    { market: contract.market, turn },
  )
  const [S, q] = [order.side.toUpperCase(), amountText(absolute(amountOf({ ...position, lots: order.filledLots })))]
  const o = { s: symbol, S, o: 'LIMIT', f: 'IOC', q, p: averageText(order), ap: averageText(order), X: order.status, l: q, z: q, T: msOf(turn) }
  contract.feed.send('forceOrder', () => forceOrderEvent(o, msOf(turn)), turn)
  clearTakeover(futures, account, { position, before, turn })
}

/** True when less is left behind a position than it needs; what was liquidated before it counts. */
const isLost = (futures: Futures, account: UsdmAccount, position: Position): boolean => {
  const margin = marginNow(futures, account)
  const row = margin.rows.find((candidate) => candidate.position === position)
  if (row === undefined || position.lots === 0) return false
  const { balance, need } = balanceOf(account, row, margin)
  return need > balance
}

/** False while the contract had no book yet. */
const isPriced = ({ contracts }: Futures, symbol: string): boolean => {
  const contract = contracts.get(symbol)
  return contract !== undefined && markPriceOf(contract) !== 0n
}

/** True when an account has positions and all of them have a price. */
const isAtRisk = (futures: Futures, { positions }: UsdmAccount): boolean => {
  const open = [...positions.values()].filter(({ lots }) => lots !== 0)
  return open.length > 0 && open.every(({ instrument }) => isPriced(futures, instrument.symbol))
}

/** Warns accounts whose margin runs low and liquidates those that have none left. */
export const watchMargin = (futures: Futures, turn: Turn): void => {
  for (const account of futures.accounts.values()) {
    if (!isAtRisk(futures, account)) continue
    const margin = marginNow(futures, account)
    const rows = margin.rows.filter(({ position }) => position.lots !== 0)
    const low = rows.filter((row) => {
      const { balance, need } = balanceOf(account, row, margin)
      return need * 100n >= balance * CALL_PERCENT
    })
    const fresh = low.filter(({ position }) => !account.called.has(position.instrument.symbol))
    account.called.clear()
    for (const { position } of low) account.called.add(position.instrument.symbol)
    if (fresh.length > 0) call(futures, account, { rows: fresh, margin, turn })
    for (const { position } of low) if (isLost(futures, account, position)) takeOver(futures, { account, position }, turn)
  }
}
