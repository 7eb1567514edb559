import { refusals } from './refusal.ts'

const TIMES: ReadonlySet<string> = new Set(['serverTime', 'time', 'updateTime', 'transactTime', 'workingTime', 'trailingTime', 'transactionTime'])
const UNITS = ['MILLISECOND', 'MICROSECOND', 'millisecond', 'microsecond']

const scaled = (name: string, value: unknown): unknown => (TIMES.has(name) && typeof value === 'number' && value > 0 ? value * 1_000 : inMicroseconds(value))

/** The same answer with its times in microseconds. */
export const inMicroseconds = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(inMicroseconds)
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, scaled(name, value)]))
}

/** True when a client asks for microseconds; refused with -1194 when it asks for anything else than the two units. */
export const wantsMicroseconds = (header: string | undefined): boolean => {
  if (header === undefined) return false
  if (!UNITS.includes(header)) throw refusals.timeUnit()
  return header.toLowerCase() === 'microsecond'
}
