import { fail, ok, type Result } from '../../../lib/base/result.ts'
import { parseFaults } from '../../../lib/contracts/faults.ts'
import type { HttpRequest, SimIn, Turn } from '../events.ts'
import { TRANSFER_KINDS, type TransferKind, type TransferWish, transfer } from '../trading/transfers.ts'
import { marketsOf, type Venue } from '../venue.ts'
import type { CallOrigin } from './calls.ts'
import type { CallKind } from './kinds.ts'
import { SOCKET_SCOPES, type SocketScope } from './strikes.ts'

const DEFAULT_MS = 10_000
const CLOSE_GOING_AWAY = 1001

/** What a tester wants to happen at once. */
interface Act {
  readonly act: string
  readonly forMs: number
  /** One socket; all of the scope when it is null. */
  readonly socketId: string | null
  /** Which sockets, or which calls, are meant. */
  readonly scope: SocketScope | CallKind
  /** Client that is refused; any when it is null. */
  readonly address: string | null
}

type Answer = Result<unknown>

const CALL_KINDS: readonly CallKind[] = ['orders', 'snapshots', 'other']

const isCallKind = (scope: Act['scope']): scope is CallKind => CALL_KINDS.some((kind) => kind === scope)

const BY_SCOPE: Readonly<Record<Exclude<SocketScope, 'all'>, (venue: Venue) => readonly string[]>> = {
  streams: ({ spot, usdm, kraken }) => [...spot.streams.sockets(), ...usdm.streams.sockets(), ...kraken.sockets()],
  api: ({ users, doors }) => [...users.sockets(), ...doors.sockets('api')],
  callers: ({ users }) => [...users.sockets()].filter((socketId) => users.subscriptions(socketId).length === 0),
  user: ({ doors }) => [...doors.sockets('user')],
}

/** Open sockets of a scope, public ones first. */
export const openSockets = (venue: Venue, scope: SocketScope = 'all'): readonly string[] =>
  scope === 'all' ? (['streams', 'api', 'user'] as const).flatMap((part) => BY_SCOPE[part](venue)) : BY_SCOPE[scope](venue)

const socketsOf = (venue: Venue, { socketId, scope }: Act): readonly string[] =>
  socketId === null ? openSockets(venue, isCallKind(scope) ? 'all' : scope) : [socketId]

/** Where an input came from, as far as it is a call. */
export const originOf = ({ users, doors, lives }: Venue, input: SimIn): CallOrigin =>
  input.type === 'socket.text'
    ? { address: lives.addressOf(input.socketId), isApi: users.has(input.socketId) || doors.isCaller(input.socketId) }
    : { address: '', isApi: false }

/** Keeps every book as it stands, for snapshots that are to be too old. */
export const keepBooks = (venue: Venue): void => {
  const books = [...marketsOf(venue), ...[...venue.futures.contracts.values()].map(({ market }) => market)]
  if (venue.faults.plan['stale-snapshot'] !== undefined) venue.oldBooks.keep(books)
}

const block = (venue: Venue, status: 418 | 429, { act: { forMs, address, scope }, turn }: { readonly act: Act; readonly turn: Turn }): void =>
  venue.faults.block({ status, untilUs: turn.nowUs + forMs * 1_000, address, kind: isCallKind(scope) ? scope : null })

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
  limit: (venue, act, turn) => block(venue, 429, { act, turn }),
  ban: (venue, act, turn) => block(venue, 418, { act, turn }),
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
  keepBooks(venue)
  return show(venue)
}

const strike = (venue: Venue, body: string, turn: Turn): Answer => {
  const { act, forMs = DEFAULT_MS, socketId = null, scope = 'all', address = null } = Object(parseJson(body)) as Partial<Act>
  const run = act === undefined ? undefined : ACTS[act]
  if (act === undefined || run === undefined) return fail(`'act' ${String(act)} is none of ${[...Object.keys(ACTS), ...TRANSFER_KINDS].join(', ')}`)
  if (!(Number.isFinite(forMs) && forMs >= 0)) return fail(`'forMs' ${String(forMs)} is no time`)
  const scopes: readonly string[] = [...SOCKET_SCOPES, ...CALL_KINDS]
  if (!scopes.includes(scope)) return fail(`'scope' ${String(scope)} is none of ${scopes.join(', ')}`)
  run(venue, { act, forMs, socketId, scope, address }, turn)
  return ok({ act, forMs })
}

const isTransfer = (act: string | undefined): act is TransferKind => TRANSFER_KINDS.some((kind) => kind === act)

const perform = (venue: Venue, body: string, turn: Turn): Answer => {
  const { act, account = '', asset = '', amount = '' } = Object(parseJson(body)) as Partial<TransferWish> & { readonly act?: string }
  if (!isTransfer(act)) return strike(venue, body, turn)
  return transfer(venue, { kind: act, account: String(account), asset: String(asset), amount: String(amount) }, venue.faults.turn(turn))
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
