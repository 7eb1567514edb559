import type { SimLimits } from '../config.ts'
import { Refusal } from './refusal.ts'

const LETTERS = [
  ['DAY', 86_400_000],
  ['HOUR', 3_600_000],
  ['MINUTE', 60_000],
  ['SECOND', 1_000],
] as const

/** A window as the venue writes it: 60,000 ms is 1 MINUTE. */
export const intervalOf = (windowMs: number): { readonly interval: string; readonly intervalNum: number; readonly short: string } => {
  const [interval, ms] = LETTERS.find(([, unitMs]) => windowMs % unitMs === 0) ?? LETTERS[3]
  const intervalNum = Math.max(1, Math.round(windowMs / ms))
  return { interval, intervalNum, short: `${intervalNum}${interval[0]}` }
}

interface Window {
  startMs: number
  used: number
}

const roll = (window: Window, nowMs: number, windowMs: number): Window => {
  const startMs = nowMs - (nowMs % windowMs)
  if (window.startMs !== startMs) {
    window.startMs = startMs
    window.used = 0
  }
  return window
}

/** Counts weight of all clients and new orders of each account. */
export interface Limiter {
  /** Adds the weight of a call; refused with 429 when the window has none left. */
  spend(weight: number, nowMs: number): void
  /** Gives weight back: a successful order costs nothing. */
  refund(weight: number, nowMs: number): void
  /** Refused with 429 when the account may not send another order. */
  admitOrder(account: string, nowMs: number): void
  countOrder(account: string, change: 1 | -1, nowMs: number): void
  weightHeaders(nowMs: number): Record<string, string>
  orderHeaders(account: string, nowMs: number): Record<string, string>
  /** The rules with what is used of the weight. */
  usage(nowMs: number): Array<Record<string, unknown>>
  /** The order rules with what the account used of them. */
  orderUsage(account: string, nowMs: number): Array<Record<string, unknown>>
  /** Part of the venue's rules. */
  rules(): Array<Record<string, unknown>>
}

export const createLimiter = (limits: SimLimits): Limiter => {
  const weight: Window = { startMs: 0, used: 0 }
  const orders = new Map<string, Window>()
  const weightSpan = intervalOf(limits.weightWindowMs)
  const orderSpan = intervalOf(limits.ordersWindowMs)
  const weightNow = (nowMs: number): Window => roll(weight, nowMs, limits.weightWindowMs)
  const ordersNow = (account: string, nowMs: number): Window => {
    const window = orders.get(account) ?? { startMs: 0, used: 0 }
    orders.set(account, window)
    return roll(window, nowMs, limits.ordersWindowMs)
  }
  const tooMany = (code: number, text: string, waitMs: number): Refusal =>
    new Refusal(429, code, { text, headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) } })
  return {
    spend: (amount, nowMs) => {
      const window = weightNow(nowMs)
      window.used += amount
      if (window.used <= limits.weightCount) return
      const text = `Too much request weight used; current limit is ${limits.weightCount} request weight per ${weightSpan.intervalNum} ${weightSpan.interval}. Please use WebSocket Streams for live updates to avoid polling the API.`
      throw tooMany(-1003, text, window.startMs + limits.weightWindowMs - nowMs)
    },
    refund: (amount, nowMs) => {
      const window = weightNow(nowMs)
      window.used = Math.max(0, window.used - amount)
    },
    admitOrder: (account, nowMs) => {
      const window = ordersNow(account, nowMs)
      if (window.used < limits.ordersCount) return
      const text = `Too many new orders; current limit is ${limits.ordersCount} orders per ${orderSpan.intervalNum} ${orderSpan.interval}.`
      throw tooMany(-1015, text, window.startMs + limits.ordersWindowMs - nowMs)
    },
    countOrder: (account, change, nowMs) => {
      const window = ordersNow(account, nowMs)
      window.used = Math.max(0, window.used + change)
    },
    weightHeaders: (nowMs) => ({ [`x-mbx-used-weight-${weightSpan.short.toLowerCase()}`]: String(weightNow(nowMs).used) }),
    orderHeaders: (account, nowMs) => ({ [`x-mbx-order-count-${orderSpan.short.toLowerCase()}`]: String(ordersNow(account, nowMs).used) }),
    usage: (nowMs) => [
      {
        rateLimitType: 'REQUEST_WEIGHT',
        interval: weightSpan.interval,
        intervalNum: weightSpan.intervalNum,
        limit: limits.weightCount,
        count: weightNow(nowMs).used,
      },
    ],
    orderUsage: (account, nowMs) => [
      {
        rateLimitType: 'ORDERS',
        interval: orderSpan.interval,
        intervalNum: orderSpan.intervalNum,
        limit: limits.ordersCount,
        count: ordersNow(account, nowMs).used,
      },
    ],
    rules: () => [
      { rateLimitType: 'REQUEST_WEIGHT', interval: weightSpan.interval, intervalNum: weightSpan.intervalNum, limit: limits.weightCount },
      { rateLimitType: 'ORDERS', interval: orderSpan.interval, intervalNum: orderSpan.intervalNum, limit: limits.ordersCount },
    ],
  }
}
