import { fail, ok, type Result } from '../../../lib/base/result.ts'
import { parseFaults } from '../../../lib/contracts/faults.ts'
import type { HttpRequest, Turn } from '../events.ts'
import type { Venue } from '../venue.ts'

const DEFAULT_MS = 10_000
const CLOSE_GOING_AWAY = 1001

/** What a tester wants to happen at once. */
interface Act {
  readonly act: string
  readonly forMs: number
  /** One socket; all of them when it is null. */
  readonly socketId: string | null
}

type Answer = Result<unknown>

const socketsOf = (venue: Venue, { socketId }: Act): readonly string[] => (socketId === null ? [...openSockets(venue)] : [socketId])

/** Every socket that is open, public ones first. */
export const openSockets = (venue: Venue): readonly string[] => [
  ...venue.spot.streams.sockets(),
  ...venue.usdm.streams.sockets(),
  ...venue.users.sockets(),
  ...venue.doors.sockets(),
]

/** Says that the venue shuts down, in the form of each socket. */
export const sayShutdown = (venue: Venue, turn: Turn, atMs: number): void => {
  const gone = { e: 'serverShutdown', E: atMs }
  for (const { streams } of [venue.spot, venue.usdm]) streams.tellAll(gone, turn)
  for (const socketId of venue.users.sockets()) turn.emit({ type: 'socket.send', socketId, text: JSON.stringify({ event: gone }) })
}

const ACTS: Readonly<Record<string, (venue: Venue, act: Act, turn: Turn) => void>> = {
  disconnect: (venue, act, turn) => {
    for (const socketId of socketsOf(venue, act)) turn.emit({ type: 'socket.cut', socketId })
  },
  'half-open': (venue, act, turn) => {
    for (const socketId of socketsOf(venue, act)) venue.faults.mute(socketId, turn)
  },
  refuse: (venue, { forMs }, turn) => venue.faults.refuse(turn.nowUs + forMs * 1_000, turn),
  limit: (venue, { forMs }, turn) => venue.faults.block(429, turn.nowUs + forMs * 1_000),
  ban: (venue, { forMs }, turn) => venue.faults.block(418, turn.nowUs + forMs * 1_000),
  shutdown: (venue, act, turn) => {
    sayShutdown(venue, turn, Math.floor(turn.nowUs / 1_000))
    for (const socketId of socketsOf(venue, act)) turn.emit({ type: 'socket.close', socketId, code: CLOSE_GOING_AWAY })
  },
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const show = ({ faults }: Venue): Answer => ok({ plan: faults.plan, counts: Object.fromEntries(faults.counts) })

const change = (venue: Venue, body: string, turn: Turn): Answer => {
  const plan = parseFaults(body.trim())
  if (!plan.ok) return plan
  venue.faults.set(plan.value, turn)
  return show(venue)
}

const perform = (venue: Venue, body: string, turn: Turn): Answer => {
  const { act, forMs = DEFAULT_MS, socketId = null } = Object(parseJson(body)) as Partial<Act>
  const run = act === undefined ? undefined : ACTS[act]
  if (act === undefined || run === undefined) return fail(`'act' ${String(act)} is none of ${Object.keys(ACTS).join(', ')}`)
  if (!(Number.isFinite(forMs) && forMs >= 0)) return fail(`'forMs' ${String(forMs)} is no time`)
  run(venue, { act, forMs, socketId }, turn)
  return ok({ act, forMs })
}

const CALLS: Readonly<Record<string, (venue: Venue, body: string, turn: Turn) => Answer>> = {
  'GET /sim/faults': show,
  'POST /sim/faults': change,
  'POST /sim/act': perform,
}

/** Answers a call of the control endpoint, which no fault touches; false for any other call. */
export const handleControl = (venue: Venue, request: HttpRequest, turn: Turn): boolean => {
  const run = CALLS[`${request.method} ${request.path}`]
  if (run === undefined) return false
  const answer = run(venue, request.body, turn)
  const body = JSON.stringify(answer.ok ? answer.value : { error: answer.error })
  turn.emit({ type: 'http.respond', requestId: request.requestId, status: answer.ok ? 200 : 400, headers: {}, body })
  return true
}
