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

/** Counts weight of each client address and new orders of each account. */
export interface Limiter {
  /** Adds the weight of a call; refused with 429 when a window has none left, and with 418 for a while when its client goes on. */
  spend(weight: number, nowMs: number, address?: string): void
  /** Gives weight back: a successful order costs nothing. */
  refund(weight: number, nowMs: number, address?: string): void
  /** Refused with 429 when the account may not send another order. */
  admitOrder(account: string, nowMs: number): void
  countOrder(account: string, change: 1 | -1, nowMs: number): void
  weightHeaders(nowMs: number, address?: string): Record<string, string>
  orderHeaders(account: string, nowMs: number): Record<string, string>
  /** The rules with what a client used of the weight. */
  usage(nowMs: number, address?: string): Array<Record<string, unknown>>
  /** The order rules with what the account used of them. */
  orderUsage(account: string, nowMs: number): Array<Record<string, unknown>>
  /** Part of the venue's rules. */
  rules(): Array<Record<string, unknown>>
}

const DAY_MS = 86_400_000
const RAW_WINDOW_MS = 300_000
const BAN_FIRST_MS = 120_000
const BAN_MAX_MS = 3 * DAY_MS

/** A limit with its count. */
interface Meter {
  readonly limit: number
  readonly windowMs: number
  readonly span: ReturnType<typeof intervalOf>
  readonly window: Window
}

const meter = (limit: number, windowMs: number): Meter => ({ limit, windowMs, span: intervalOf(windowMs), window: { startMs: 0, used: 0 } })

const usedOf = ({ window, windowMs }: Meter, nowMs: number): number => roll(window, nowMs, windowMs).used

const change = ({ window, windowMs }: Meter, by: number, nowMs: number): number => {
  const rolled = roll(window, nowMs, windowMs)
  rolled.used = Math.max(0, rolled.used + by)
  return rolled.used
}

const ruleText = (rateLimitType: string, { limit, span: { interval, intervalNum } }: Meter) => ({ rateLimitType, interval, intervalNum, limit })

const refuse = (code: number, text: string, at: { readonly status?: number; readonly waitMs: number }): Refusal =>
  new Refusal(at.status ?? 429, code, { text, headers: { 'retry-after': String(Math.ceil(at.waitMs / 1_000)) } })

const waitOf = ({ window, windowMs }: Meter, nowMs: number): number => window.startMs + windowMs - nowMs

/** Counts those who go on above a limit, and shuts them out for ever longer. */
const createBans = (afterCount: number) => {
  let untilMs = 0
  let lengthMs = BAN_FIRST_MS / 2
  const strikes = { startMs: 0, used: 0 }
  const bannedText = (): string => `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`
  const check = (nowMs: number): void => {
    if (nowMs < untilMs) throw refuse(-1003, bannedText(), { status: 418, waitMs: untilMs - nowMs })
  }
  return {
    check,
    strike: (nowMs: number, windowMs: number): void => {
      const window = roll(strikes, nowMs, windowMs)
      window.used += 1
      if (window.used <= afterCount) return
      window.used = 0
      lengthMs = Math.min(BAN_MAX_MS, lengthMs * 2)
      untilMs = nowMs + lengthMs
      check(nowMs)
    },
  }
}

/** What one client address has used. */
const createClient = (limits: SimLimits) => ({
  weight: meter(limits.weightCount, limits.weightWindowMs),
  raw: meter(limits.rawPer5MinutesCount ?? 300_000, RAW_WINDOW_MS),
  bans: createBans(limits.banAfterCount ?? 20),
})

type Client = ReturnType<typeof createClient>

const assertWithin = (spent: Meter, { bans }: Client, at: { readonly text: string; readonly nowMs: number }): void => {
  if (usedOf(spent, at.nowMs) <= spent.limit) return
  bans.strike(at.nowMs, spent.windowMs)
  throw refuse(-1003, at.text, { waitMs: waitOf(spent, at.nowMs) })
}

const spendOf = (client: Client, amount: number, nowMs: number): void => {
  const { weight, raw, bans } = client
  bans.check(nowMs)
  change(raw, 1, nowMs)
  change(weight, amount, nowMs)
  const rawText = `Too many requests; current limit is ${raw.limit} requests per ${raw.span.intervalNum} ${raw.span.interval}.`
  assertWithin(raw, client, { text: rawText, nowMs })
  const text = `Too much request weight used; current limit is ${weight.limit} request weight per ${weight.span.intervalNum} ${weight.span.interval}. Please use WebSocket Streams for live updates to avoid polling the API.`
  assertWithin(weight, client, { text, nowMs })
}

export const createLimiter = (limits: SimLimits): Limiter => {
  const clients = new Map<string, Client>()
  const clientOf = (address = ''): Client => {
    const client = clients.get(address) ?? createClient(limits)
    clients.set(address, client)
    return client
  }
  const orders = new Map<string, readonly Meter[]>()
  const freshOrders = (): readonly Meter[] => [meter(limits.ordersCount, limits.ordersWindowMs), meter(limits.ordersPerDayCount ?? 160_000, DAY_MS)]
  const ordersOf = (account: string): readonly Meter[] => {
    const meters = orders.get(account) ?? freshOrders()
    orders.set(account, meters)
    return meters
  }
  return {
    spend: (amount, nowMs, address) => spendOf(clientOf(address), amount, nowMs),
    refund: (amount, nowMs, address) => void change(clientOf(address).weight, -amount, nowMs),
    admitOrder: (account, nowMs) => {
      const full = ordersOf(account).find((counted) => usedOf(counted, nowMs) >= counted.limit)
      if (full === undefined) return
      const text = `Too many new orders; current limit is ${full.limit} orders per ${full.span.intervalNum} ${full.span.interval}.`
      throw refuse(-1015, text, { waitMs: waitOf(full, nowMs) })
    },
    countOrder: (account, by, nowMs) => {
      for (const counted of ordersOf(account)) change(counted, by, nowMs)
    },
    weightHeaders: (nowMs, address) => {
      const { weight } = clientOf(address)
      return { [`x-mbx-used-weight-${weight.span.short.toLowerCase()}`]: String(usedOf(weight, nowMs)) }
    },
    orderHeaders: (account, nowMs) =>
      Object.fromEntries(ordersOf(account).map((counted) => [`x-mbx-order-count-${counted.span.short.toLowerCase()}`, String(usedOf(counted, nowMs))])),
    usage: (nowMs, address) => {
      const { weight } = clientOf(address)
      return [{ ...ruleText('REQUEST_WEIGHT', weight), count: usedOf(weight, nowMs) }]
    },
    orderUsage: (account, nowMs) => ordersOf(account).map((counted) => ({ ...ruleText('ORDERS', counted), count: usedOf(counted, nowMs) })),
    rules: () => {
      const { weight, raw } = createClient(limits)
      return [ruleText('REQUEST_WEIGHT', weight), ...freshOrders().map((counted) => ruleText('ORDERS', counted)), ruleText('RAW_REQUESTS', raw)]
    },
  }
}
