import { msOf, type Turn } from '../events.ts'
import type { Venue } from '../venue.ts'
import { authenticate } from './auth.ts'
import { paramsOf, sortedPayload } from './params.ts'
import { refusals } from './refusal.ts'

/** A frame that concerns its connection. */
interface SessionCall {
  readonly venue: Venue
  readonly socketId: string
  readonly values: ReadonlyMap<string, string>
  readonly turn: Turn
}

type SessionMethod = (call: SessionCall) => unknown

const WEIGHT = 2

const spend = ({ venue, socketId, turn }: SessionCall): void => venue.limiter.spend(WEIGHT, msOf(turn), venue.lives.addressOf(socketId))

const signedBy = ({ venue, values, turn }: SessionCall): { readonly apiKey: string; readonly account: string } => {
  const params = paramsOf(values)
  const apiKey = params.get('apiKey') ?? ''
  const account = authenticate(venue.gate, { apiKey, params, payload: sortedPayload(values), nowMs: turn.nowUs / 1_000 })
  return { apiKey, account: account.name }
}

const status = ({ venue, socketId, turn }: SessionCall): unknown => {
  const session = venue.users.session(socketId)
  return {
    apiKey: session?.apiKey ?? null,
    authorizedSince: session?.sinceMs ?? null,
    connectedSince: session?.sinceMs ?? msOf(turn),
    returnRateLimits: true,
    serverTime: msOf(turn),
    userDataStream: venue.users.subscriptions(socketId).length > 0,
  }
}

const logOn: SessionMethod = (call) => {
  const { venue, socketId, turn } = call
  spend(call)
  const { apiKey } = signedBy(call)
  if (venue.gate.publicKeys?.[apiKey]?.kind !== 'ed25519') throw refusals.onlyEd25519()
  venue.users.logOn(socketId, { apiKey, sinceMs: msOf(turn) })
  return status(call)
}

const logOut: SessionMethod = (call) => {
  const { venue, socketId, turn } = call
  spend(call)
  venue.users.logOn(socketId, null)
  if (venue.users.subscriptions(socketId).length > 0) venue.users.unsubscribe(socketId, undefined, turn)
  return status(call)
}

const subscribe: SessionMethod = (call) => {
  const { venue, socketId } = call
  spend(call)
  const account = venue.gate.accountsByKey.get(venue.users.session(socketId)?.apiKey ?? '')
  if (account === undefined) throw refusals.key()
  return { subscriptionId: venue.users.subscribe(socketId, account.name) }
}

/** Methods that log a connection on and let it watch accounts. */
export const SESSION_METHODS: Readonly<Record<string, SessionMethod>> = {
  'session.logon': logOn,
  'session.logout': logOut,
  'session.status': (call) => {
    spend(call)
    return status(call)
  },
  'session.subscriptions': ({ venue, socketId }) => venue.users.subscriptions(socketId).map((subscriptionId) => ({ subscriptionId })),
  'userDataStream.subscribe': subscribe,
  'userDataStream.subscribe.signature': (call) => {
    spend(call)
    return { subscriptionId: call.venue.users.subscribe(call.socketId, signedBy(call).account) }
  },
  'userDataStream.unsubscribe': ({ venue, socketId, values, turn }) => {
    venue.users.unsubscribe(socketId, paramsOf(values).whole('subscriptionId'), turn)
    return {}
  },
}
