import { fromLine } from '../../codec/json.ts'
import type { VenueResult } from '../../ports/venue.ts'
import type { VenueRefusal } from '../orders.ts'

type Kind = VenueRefusal['kind']

/** Codes whose meaning differs from the rule "a business code is a refusal". */
const KIND_OF_CODE: ReadonlyMap<number, Kind> = new Map([
  [-1000, 'ambiguous'],
  [-1001, 'ambiguous'],
  [-1003, 'rateLimited'],
  [-1006, 'ambiguous'],
  [-1007, 'ambiguous'],
  [-1008, 'ambiguous'],
  [-1015, 'rateLimited'],
  [-1021, 'clock'],
  [-2011, 'unknownOrder'],
  [-2013, 'unknownOrder'],
  [-4116, 'duplicate'],
])
const TOO_MANY_ORDERS = -1015
/** What a refusal of the address costs when the venue does not say: a firewall's, the least ban, the rest of a window. */
const PAUSE_MS: ReadonlyMap<number, number> = new Map([
  [403, 300_000],
  [418, 120_000],
  [429, 60_000],
])
const RETRY_AFTER_MS = 1_000
const BANS: ReadonlySet<number> = new Set([403, 418])

interface VenueError {
  readonly code: number
  readonly text: string
}

const errorOf = (body: string): VenueError | null => {
  const parsed = fromLine(body)
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return null
  const { code, msg } = parsed.value as { code?: unknown; msg?: unknown }
  return typeof code === 'number' && Number.isSafeInteger(code) ? { code, text: typeof msg === 'string' ? msg.slice(0, 200) : '' } : null
}

const kindOf = (status: number, error: VenueError | null): Kind => {
  if (PAUSE_MS.has(status)) return 'rateLimited'
  if (status >= 500 || error === null) return 'ambiguous'
  if (error.code === -2010 && error.text.startsWith('Duplicate order')) return 'duplicate'
  if (error.code === -2011 && !error.text.startsWith('Unknown order')) return 'rejected'
  return KIND_OF_CODE.get(error.code) ?? 'rejected'
}

const retryAfterMs = (status: number, header: string | undefined): number => {
  const seconds = Number(header ?? '')
  if (Number.isFinite(seconds) && seconds > 0) return Math.ceil(seconds * 1000)
  return PAUSE_MS.get(status) ?? RETRY_AFTER_MS
}

const limitOf = (status: number, code: number | undefined): Pick<VenueRefusal, 'limit'> => {
  if (BANS.has(status)) return { limit: 'ban' }
  return code === TOO_MANY_ORDERS ? { limit: 'orders' } : {}
}

/** What a call that did not succeed means: anything that cannot be proved a refusal is ambiguous. */
export const refusalOf = (result: VenueResult): VenueRefusal => {
  if (!result.ok) return { kind: result.sent ? 'ambiguous' : 'notSent', reason: result.reason }
  const error = errorOf(result.body)
  const kind = kindOf(result.status, error)
  const reason = error === null ? `status ${result.status}` : `${error.code} ${error.text}`
  if (kind !== 'rateLimited') return { kind, reason }
  return { kind, reason, retryAfterMs: retryAfterMs(result.status, result.headers['retry-after']), ...limitOf(result.status, error?.code) }
}

/** The refusal of a call whose answer had the right status and an unreadable body. */
export const unreadable = (problem: string): VenueRefusal => ({ kind: 'ambiguous', reason: `unreadable answer: ${problem}` })
