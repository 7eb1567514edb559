import { multiply } from '../../../lib/base/money.ts'
import { money } from '../../../lib/base/units.ts'
import { msOf, type Turn } from '../events.ts'
import { BAR_INTERVALS } from '../market/bars.ts'
import { positionsOf } from './accounts.ts'
import { klineEvent, miniTickerEvent, tickerEvent } from './bar-texts.ts'
import { type Contract, midOf } from './contract.ts'
import { type Futures, runCountdowns } from './futures.ts'
import { watchMargin } from './liquidation.ts'
import { isIsolated } from './margin.ts'
import { markEvent } from './mark-texts.ts'
import type { FundingDue } from './marks.ts'
import { settleIncome } from './settlement.ts'
import { accountUpdate } from './user-events.ts'
import { amountOf } from './valuation.ts'

const DAY_MS = 86_400_000
const SLOW_MARK_S = 3

/** Longs pay shorts when the rate is positive. */
const payFunding = (futures: Futures, contract: Contract, at: { readonly due: FundingDue; readonly turn: Turn }): void => {
  const { due, turn } = at
  const { symbol } = contract.market.instrument
  for (const account of futures.accounts.values()) {
    for (const position of positionsOf(account, symbol)) {
      if (position.lots === 0) continue
      const amount = money(-multiply(multiply(due.mark, amountOf(position)), due.rate))
      const income = { type: 'FUNDING_FEE', amount, atMs: msOf(turn) } as const
      settleIncome(account, position, income)
      futures.truth.earned(account, { position, income }, turn)
      const shown = isIsolated(account, position) ? [{ position, price: due.mark }] : []
      futures.keys.notify(account.name, accountUpdate(account, shown, { reason: 'FUNDING_FEE', atMs: msOf(turn), moved: amount }), turn)
    }
  }
}

const tellSecond = (contract: Contract, turn: Turn): void => {
  const nowMs = msOf(turn)
  const { feed, marks, statistics, market } = contract
  const { instrument } = market
  const mark = marks.now
  if (mark !== null) {
    feed.send('markPrice@1s', () => markEvent(instrument.symbol, mark, nowMs), turn)
    if (Math.floor(nowMs / 1_000) % SLOW_MARK_S === 0) feed.send('markPrice', () => markEvent(instrument.symbol, mark, nowMs), turn)
  }
  const day = statistics.since(nowMs - DAY_MS)
  if (day === null) return
  feed.send('miniTicker', () => miniTickerEvent(instrument, day, nowMs), turn)
  feed.send('ticker', () => tickerEvent(instrument, day, nowMs), turn)
  for (const interval of BAR_INTERVALS) {
    const bar = statistics.bars(interval).at(-1)
    if (bar !== undefined) feed.send(`kline_${interval}`, () => klineEvent(instrument, bar, { interval, nowMs }), turn)
  }
}

/** Streams that tell every contract at once. */
const tellAll = (futures: Futures, turn: Turn): void => {
  const nowMs = msOf(turn)
  const contracts = [...futures.contracts.values()]
  const send = (stream: string, read: (contract: Contract) => unknown): void => {
    if (!futures.streams.wanted(stream)) return
    const raw = JSON.stringify(contracts.map(read).filter((event) => event !== null))
    futures.streams.send(stream, { wrapped: `{"stream":"${stream}","data":${raw}}`, raw }, turn)
  }
  const mark = ({ marks, market }: Contract) => (marks.now === null ? null : markEvent(market.instrument.symbol, marks.now, nowMs))
  const day = ({ statistics, market }: Contract, write: typeof tickerEvent | typeof miniTickerEvent) => {
    const bar = statistics.since(nowMs - DAY_MS)
    return bar === null ? null : write(market.instrument, bar, nowMs)
  }
  send('!markPrice@arr@1s', mark)
  send('!markPrice@arr', mark)
  send('!miniTicker@arr', (contract) => day(contract, miniTickerEvent))
  send('!ticker@arr', (contract) => day(contract, tickerEvent))
}

const expireOrders = (futures: Futures, turn: Turn): void => {
  for (const order of [...futures.store.working]) {
    const market = futures.contracts.get(order.instrument.symbol)?.market
    if (market !== undefined && order.goodTillMs > 0 && msOf(turn) >= order.goodTillMs) futures.desk.cancel(order, { market, turn }, 'EXPIRED')
  }
}

/** Lets the contracts trade until now; called before anything that a client asks. */
export const advanceFutures = (futures: Futures, turn: Turn): void => {
  for (const contract of futures.contracts.values()) {
    contract.advance(turn)
    contract.feed.settle(turn)
    const mid = midOf(contract)
    const due = mid === null ? null : contract.marks.update(mid, msOf(turn))
    if (due !== null) payFunding(futures, contract, { due, turn })
  }
}

/** Everything that happens by the clock. */
export const tickFutures = (futures: Futures, turn: Turn): void => {
  advanceFutures(futures, turn)
  futures.algos.look(turn)
  runCountdowns(futures, turn)
  expireOrders(futures, turn)
  watchMargin(futures, turn)
  futures.keys.expire(msOf(turn), turn)
  const second = Math.floor(msOf(turn) / 1_000)
  if (futures.toldS === second) return
  futures.toldS = second
  for (const contract of futures.contracts.values()) tellSecond(contract, turn)
  tellAll(futures, turn)
}
