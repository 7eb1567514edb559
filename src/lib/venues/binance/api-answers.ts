import { fromLine } from '../../codec/json.ts'

/** An answer of the WebSocket API in the form of an answer of REST, with the request that it is for. */
export interface ApiAnswer {
  readonly id: number
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const HEADERS: ReadonlyMap<unknown, string> = new Map([
  ['REQUEST_WEIGHT', 'x-mbx-used-weight-'],
  ['ORDERS', 'x-mbx-order-count-'],
])
const UNITS: ReadonlyMap<unknown, string> = new Map([
  ['SECOND', 's'],
  ['MINUTE', 'm'],
  ['HOUR', 'h'],
  ['DAY', 'd'],
])

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

const usageOf = (limits: unknown): [string, string][] =>
  (Array.isArray(limits) ? limits : []).filter(isFields).flatMap(({ rateLimitType, interval, intervalNum, count }): [string, string][] => {
    const name = HEADERS.get(rateLimitType)
    const unit = UNITS.get(interval)
    return name === undefined || unit === undefined ? [] : [[`${name}${intervalNum}${unit}`, String(count)]]
  })

/** REST says for how many seconds to be silent, the WebSocket API until when. */
const retryOf = (error: unknown): [string, string][] => {
  const data = isFields(error) ? error.data : undefined
  if (!isFields(data) || typeof data.retryAfter !== 'number' || typeof data.serverTime !== 'number') return []
  return [['retry-after', String(Math.max(1, Math.ceil((data.retryAfter - data.serverTime) / 1000)))]]
}

/** Reads a frame; null for one that is no answer to a numbered request: an event, or text that is no answer at all. */
export const readApiAnswer = (text: string): ApiAnswer | null => {
  const parsed = fromLine(text)
  if (!parsed.ok || !isFields(parsed.value)) return null
  const { id, status, result, error, rateLimits } = parsed.value
  if (typeof id !== 'number' || typeof status !== 'number') return null
  return { id, status, headers: Object.fromEntries([...usageOf(rateLimits), ...retryOf(error)]), body: JSON.stringify(error ?? result ?? null) }
}

/** True for the event that announces the end of the connection. */
export const isShutdown = (text: string): boolean => text.length < 200 && text.includes('"serverShutdown"')
