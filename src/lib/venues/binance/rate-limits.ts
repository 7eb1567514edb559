import { fromLine } from '../../codec/json.ts'
import type { VenueResult } from '../../ports/venue.ts'
import type { RateLimit, RateUsage, VenueRefusal } from '../orders.ts'
import { refusalOf } from './errors.ts'
import { FieldError, type Fields, fieldsOf, listOf, wholeOf } from './fields.ts'

const KINDS: ReadonlyMap<unknown, RateLimit['kind']> = new Map([
  ['REQUEST_WEIGHT', 'weight'],
  ['ORDERS', 'orders'],
])
const HEADERS: ReadonlyMap<string, RateLimit['kind']> = new Map([
  ['used-weight', 'weight'],
  ['order-count', 'orders'],
])
const UNIT_US: ReadonlyMap<unknown, number> = new Map([
  ['SECOND', 1_000_000],
  ['MINUTE', 60_000_000],
  ['HOUR', 3_600_000_000],
  ['DAY', 86_400_000_000],
  ['s', 1_000_000],
  ['m', 60_000_000],
  ['h', 3_600_000_000],
  ['d', 86_400_000_000],
])
/** `x-mbx-used-weight-1m`, `x-mbx-order-count-10s`. */
const HEADER = /^x-mbx-(used-weight|order-count)-(\d{1,4})([smhd])$/
/** What the names of those headers begin with. */
export const USAGE_HEADERS: readonly string[] = ['x-mbx-used-weight-', 'x-mbx-order-count-']
const COUNT = /^\d{1,9}$/

const limitOf = (fields: Fields): RateLimit[] => {
  const kind = KINDS.get(fields.rateLimitType)
  const unitUs = UNIT_US.get(fields.interval)
  if (kind === undefined || unitUs === undefined) return []
  return [{ kind, intervalUs: unitUs * wholeOf(fields, 'intervalNum'), limitCount: Math.max(1, wholeOf(fields, 'limit')) }]
}

/** Budgets in an answer of `exchangeInfo`; a kind that is not counted here is left out, and so is a list that cannot be read. */
export const readLimits = (result: VenueResult): readonly RateLimit[] => {
  if (!result.ok || result.status !== 200) return []
  const parsed = fromLine(result.body)
  if (!parsed.ok) return []
  try {
    const { rateLimits } = fieldsOf(parsed.value, 'answer')
    return rateLimits === undefined ? [] : listOf(rateLimits, 'rateLimits').flatMap((entry) => limitOf(fieldsOf(entry, 'limit')))
  } catch (error) {
    if (error instanceof FieldError) return []
    throw error
  }
}

const usageOf = (name: string, text: string): RateUsage[] => {
  const [, word = '', num = '', unit = ''] = HEADER.exec(name) ?? []
  const kind = HEADERS.get(word)
  const unitUs = UNIT_US.get(unit)
  return kind === undefined || unitUs === undefined || !COUNT.test(text) ? [] : [{ kind, intervalUs: unitUs * Number(num), usedCount: Number(text) }]
}

/** Budgets used, from the headers that come with every answer. */
export const readUsage = (result: VenueResult): readonly RateUsage[] =>
  result.ok ? Object.entries(result.headers).flatMap(([name, text]) => usageOf(name, text)) : []

const HEALTH: Readonly<Record<VenueRefusal['kind'], 'ok' | 'failure' | 'none'>> = {
  ambiguous: 'failure',
  notSent: 'failure',
  rateLimited: 'none',
  clock: 'none',
  rejected: 'ok',
  duplicate: 'ok',
  unknownOrder: 'ok',
}

/** A business refusal is the answer of a healthy venue; one without an outcome, or that cannot be read, is not. */
export const readHealth = (result: VenueResult): 'ok' | 'failure' | 'none' => {
  if (result.ok && result.status >= 200 && result.status <= 299) return fromLine(result.body).ok ? 'ok' : 'failure'
  return HEALTH[refusalOf(result).kind]
}
