import { type Static, Type } from 'typebox'
import { nearest } from '../base/nearest.ts'
import { fail, ok, type Result } from '../base/result.ts'

type FaultUnit = 'ratio' | 'count' | 'duration' | 'offset'

interface FaultSpec {
  readonly unit: FaultUnit
  readonly what: string
}

const ratio = (what: string): FaultSpec => ({ unit: 'ratio', what })
const count = (what: string): FaultSpec => ({ unit: 'count', what })
const duration = (what: string): FaultSpec => ({ unit: 'duration', what })

/**
 * Every fault by name, with the unit of its value and what it does. In a plan a ratio is 0 to 1, a count a whole number,
 * a duration and an offset are milliseconds. Depth diffs are what `drop` to `garble` strike; other frames are left alone.
 * Requests are those of REST and of the WebSocket API, of spot and of futures; an order request is one that places, changes or ends orders.
 */
export const FAULTS = {
  drop: ratio('share of the depth diffs that are never sent'),
  dup: ratio('share of the depth diffs that are sent twice'),
  swap: ratio('share of the depth diffs that change places with the one after'),
  delay: duration('longest time that a depth diff is held back; drawn evenly from 0, the order is kept'),
  garble: ratio('share of the depth diffs that are sent as something unreadable'),
  disconnect: count('how often all sockets are cut, at seeded moments of the span'),
  'disconnect-streams': count('how often the sockets of public streams are cut, at seeded moments of the span'),
  'disconnect-api': count('how often the sockets of the WebSocket API are cut, user events over them included, at seeded moments of the span'),
  'disconnect-user': count('how often the private sockets of futures are cut, at seeded moments of the span'),
  'half-open': count('how often all sockets fall silent without being closed, at seeded moments of the span'),
  'half-open-streams': count('how often the sockets of public streams fall silent without being closed, at seeded moments of the span'),
  'half-open-api': count('how often the sockets of the WebSocket API fall silent without being closed, at seeded moments of the span'),
  'half-open-user': count('how often the private sockets of futures fall silent without being closed, at seeded moments of the span'),
  span: duration('time over which cuts and silences are spread; the whole recording or 60 s when it is absent'),
  refuse: duration('how long upgrades are refused after each cut'),
  'stale-snapshot': count('how many of the next snapshots are older than the first diff of their reader'),
  'future-snapshot': count('how many of the next snapshots are newer than the diffs that their reader has'),
  'http-429': ratio('share of the requests that are answered 429'),
  'http-418': ratio('share of the requests that are answered 418'),
  'http-5xx': ratio('share of the requests that are answered 503 and not executed'),
  overload: ratio('share of the requests that are answered 503 with -1008 and not executed'),
  'orders-429': ratio('share of the order requests that are answered 429'),
  'orders-418': ratio('share of the order requests that are answered 418'),
  'orders-5xx': ratio('share of the order requests that are answered 503 and not executed'),
  'snapshots-429': ratio('share of the requests for a book that are answered 429'),
  'snapshots-418': ratio('share of the requests for a book that are answered 418'),
  'snapshots-5xx': ratio('share of the requests for a book that are answered 503'),
  'lost-answer': ratio('share of the order requests that are executed and never answered'),
  'late-5xx': ratio('share of the order requests that are executed and answered 503'),
  'unknown-1006': ratio('share of the order requests that are answered -1006; a seeded half of them is executed'),
  'unknown-1007': ratio('share of the order requests that are answered -1007; a seeded half of them is executed'),
  'lost-subscribe': ratio('share of the stream control messages that are executed and never answered'),
  'user-drop': ratio('share of the user events that are never sent'),
  'user-dup': ratio('share of the user events that are sent twice'),
  'user-swap': ratio('share of the user events that change places with the one after'),
  'clock-skew': { unit: 'offset', what: "added to the time that the venue shows and judges by; may be negative, '-250ms'" },
  'rest-latency': duration('least time before a request is answered'),
  'rest-tail': duration('mean of an exponential time on top of the least one'),
  'stream-latency': duration('least time before a frame of a stream leaves'),
  'stream-tail': duration('mean of an exponential time on top of the least one; the order is kept'),
} as const satisfies Readonly<Record<string, FaultSpec>>

/** Name of one fault. */
export type FaultName = keyof typeof FAULTS

/** Least and greatest value of each unit. */
const LIMITS: Readonly<Record<FaultUnit, readonly [least: number, most: number]>> = {
  ratio: [0, 1],
  count: [0, 1_000_000],
  duration: [0, 86_400_000],
  offset: [-86_400_000, 86_400_000],
}

const fieldOf = (name: FaultName) => {
  const { unit, what }: FaultSpec = FAULTS[name]
  const [minimum, maximum] = LIMITS[unit]
  const options = { minimum, maximum, description: unit === 'duration' || unit === 'offset' ? `${what}, ms` : what }
  return Type.Optional(unit === 'count' ? Type.Integer(options) : Type.Number(options))
}

/** Names of all faults, in the order of the table. */
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[]

/** What goes wrong, by name; a fault that is absent does not happen. */
export const FaultPlan = Type.Object(Object.fromEntries(FAULT_NAMES.map((name) => [name, fieldOf(name)])) as Record<FaultName, ReturnType<typeof fieldOf>>, {
  additionalProperties: false,
  description: 'faults by name',
})
export type FaultPlan = Readonly<Static<typeof FaultPlan>>

const MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

const number = (text: string, pattern: RegExp): number | null => {
  const [, digits, unit] = pattern.exec(text) ?? []
  return digits === undefined ? null : Number(digits) * (unit === undefined ? 1 : unit === '%' ? 0.01 : (MS[unit] ?? 1))
}

const READERS: Readonly<Record<FaultUnit, { readonly example: string; readonly pattern: RegExp }>> = {
  ratio: { example: "'1%' or '0.01'", pattern: /^(\d{1,3}(?:\.\d{1,6})?)(%)?$/ },
  count: { example: "'3'", pattern: /^(\d{1,7})$/ },
  duration: { example: "'50ms' or '2s'", pattern: /^(\d{1,8}(?:\.\d{1,3})?)(us|ms|s|m|h)$/ },
  offset: { example: "'-250ms'", pattern: /^(-?\d{1,8}(?:\.\d{1,3})?)(us|ms|s|m|h)$/ },
}

const isName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name)

const parseOne = (part: string): Result<readonly [FaultName, number]> => {
  const at = part.indexOf(':')
  const name = at < 0 ? part : part.slice(0, at)
  if (!isName(name)) {
    const near = nearest(name, FAULT_NAMES, 1)[0]
    return fail(`'${name}' is no fault${near === undefined ? '' : `, '${near}' is`}`)
  }
  const { unit } = FAULTS[name]
  const { example, pattern } = READERS[unit]
  const text = part.slice(at + 1)
  const value = at < 0 ? null : number(text, pattern)
  if (value === null) return fail(`'${name}' wants a ${unit} like ${example}, not '${at < 0 ? '' : text}'`)
  const [minimum, maximum] = LIMITS[unit]
  if (value < minimum || value > maximum) return fail(`'${name}' is ${value}, the limits are ${minimum} and ${maximum}`)
  return ok([name, value])
}

/** Reads `drop:1%,dup:5%,delay:50ms,disconnect:10`; an empty text is a plan without faults. The error is a sentence that names the part. */
export const parseFaults = (text: string): Result<FaultPlan> => {
  const plan: Partial<Record<FaultName, number>> = {}
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue
    const parsed = parseOne(part)
    if (!parsed.ok) return parsed
    const [name, value] = parsed.value
    if (plan[name] !== undefined) return fail(`'${name}' is given twice`)
    plan[name] = value
  }
  return ok(plan)
}
