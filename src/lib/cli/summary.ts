import type { Histogram } from '../base/histogram.ts'
import { formatMoney, multiply, toMoney } from '../base/money.ts'
import { add, type Money, negate, subtract, zeroMoney } from '../base/units.ts'
import type { OrderFilled } from '../contracts/exec.ts'
import type { Places } from '../io/run-directory.ts'
import type { Evidence } from '../verify/evidence.ts'
import { execEvents, sends } from '../verify/execution.ts'
import { lastOf, mergedHistogram, readCounters, sumOf } from './counters.ts'

interface Quantiles {
  readonly p50: number | null
  readonly p99: number | null
}

/** The one object at the end of a demo; decimal strings for money, microseconds for latencies. */
export interface Summary {
  readonly book: {
    readonly symbols: number
    readonly diffs: number
    readonly gaps: number
    readonly resyncs: number
    readonly crossed: number
    readonly checks: number
    readonly mismatches: number
  }
  readonly orders: {
    readonly intents: number
    readonly sent: number
    readonly denied: number
    readonly rejected: number
    readonly canceled: number
    readonly unknown: number
  }
  readonly fills: number
  readonly volume: string
  readonly position: string | Readonly<Record<string, string>>
  readonly realized: string
  readonly unrealized: string | null
  readonly fees: string
  readonly equity: string | null
  readonly latencyUs: { readonly tickToOrder: Quantiles; readonly riskCheck: Quantiles; readonly ringHop: Quantiles }
  readonly verify: 'ok' | 'failed'
  readonly durationMs: number
}

const quantiles = (values: Histogram): Quantiles => ({ p50: values.quantile(0.5), p99: values.quantile(0.99) })

const fillsOf = (evidence: Evidence): OrderFilled['fill'][] =>
  execEvents(evidence.exec).flatMap(({ event }) => (event.type === 'order.filled' ? [(event.body as OrderFilled).fill] : []))

const positionsOf = (evidence: Evidence): Summary['position'] => {
  const sums = new Map<string, Money>()
  for (const fill of fillsOf(evidence)) {
    const qty = toMoney(fill.qty)
    const moved = fill.side === 'buy' ? qty : negate(qty)
    const net = fill.feeAsset === fill.baseAsset ? subtract(moved, toMoney(fill.fee)) : moved
    sums.set(fill.symbol, add(sums.get(fill.symbol) ?? zeroMoney, net))
  }
  const texts = [...sums].map(([symbol, qty]) => [symbol, formatMoney(qty)] as const)
  return texts.length <= 1 ? (texts[0]?.[1] ?? '0') : Object.fromEntries(texts)
}

const volumeOf = (evidence: Evidence): string =>
  formatMoney(fillsOf(evidence).reduce((sum, { price, qty }) => add(sum, multiply(toMoney(price), toMoney(qty))), zeroMoney))

const bookOf = (places: Places, symbols: number): Summary['book'] => {
  const md = readCounters(places, 'md')
  const sum = (noun: string): number => sumOf(md, `trade_md_${noun}_total`)
  return {
    symbols,
    diffs: sum('diffs'),
    gaps: sum('gaps'),
    resyncs: sum('resyncs'),
    crossed: sum('crossed'),
    checks: sum('checks'),
    mismatches: sum('mismatches'),
  }
}

/** Puts together what the daemons counted, what the journals hold and what the verification found. */
export const summaryOf = (
  places: Places,
  evidence: Evidence,
  run: { readonly symbols: number; readonly verify: 'ok' | 'failed'; readonly durationMs: number },
): Summary => {
  const exec = readCounters(places, 'exec')
  const orders = (noun: string): number => lastOf(exec, `trade_exec_orders_${noun}_total`)
  return {
    book: bookOf(places, run.symbols),
    orders: {
      intents: lastOf(exec, 'trade_exec_intents_total'),
      sent: sends(evidence.exec).length,
      denied: orders('denied'),
      rejected: orders('rejected'),
      canceled: orders('canceled'),
      unknown: lastOf(exec, 'trade_exec_orders_unknown'),
    },
    fills: fillsOf(evidence).length,
    volume: volumeOf(evidence),
    position: positionsOf(evidence),
    realized: evidence.account?.realized ?? '0',
    unrealized: evidence.account?.unrealized ?? null,
    fees: evidence.account?.fees ?? '0',
    equity: evidence.account?.equity ?? null,
    latencyUs: {
      tickToOrder: quantiles(mergedHistogram(exec, 'trade_exec_tick_to_order_latency_us')),
      riskCheck: quantiles(mergedHistogram(exec, 'trade_exec_risk_check_latency_us')),
      ringHop: quantiles(mergedHistogram(readCounters(places, 'strat'), 'trade_strat_ring_hop_latency_us')),
    },
    verify: run.verify,
    durationMs: run.durationMs,
  }
}
