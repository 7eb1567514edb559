import type { Account } from '../trading/accounts.ts'
import type { Params } from './params.ts'
import { refusals } from './refusal.ts'

const RECV_WINDOW_MS = 5_000
const RECV_WINDOW_MAX_MS = 60_000
const AHEAD_MAX_MS = 1_000
/** A number above this counts microseconds. */
const MS_BELOW = 100_000_000_000_000

/** Who may call, and how signatures are checked. */
export interface Gate {
  readonly accountsByKey: ReadonlyMap<string, Account>
  readonly secrets: Readonly<Record<string, string>>
  /** Signature of a payload, in hex. */
  readonly hmac: (secret: string, payload: string) => string
  /** Keys that are half of a pair, by API key, and how their signatures are checked. */
  readonly publicKeys?: Readonly<Record<string, PublicKey>>
  readonly verify?: (key: PublicKey, payload: string, signature: string) => boolean
}

/** Public half of a client's key pair, PEM. */
export interface PublicKey {
  readonly kind: 'ed25519' | 'rsa'
  readonly pem: string
}

/** A call that claims to be signed. */
export interface SignedCall {
  readonly apiKey: string
  readonly params: Params
  readonly payload: string
  readonly nowMs: number
}

const checkTime = ({ params, nowMs }: SignedCall): void => {
  const sent = params.need('timestamp')
  const windowText = params.get('recvWindow') ?? String(RECV_WINDOW_MS)
  const recvWindow = Number(windowText)
  if (!/^\d{1,16}$/.test(sent)) throw refusals.illegal('timestamp', '^[0-9]{1,20}$')
  if (!/^\d{1,20}(\.\d{1,3})?$/.test(windowText)) throw refusals.illegal('recvWindow', '^[0-9]{1,20}(\\.[0-9]{1,3})?$')
  if (recvWindow > RECV_WINDOW_MAX_MS) throw refusals.badWindow()
  const sentMs = Number(sent) > MS_BELOW ? Number(sent) / 1_000 : Number(sent)
  if (sentMs >= nowMs + AHEAD_MAX_MS) throw refusals.aheadOfServer()
  if (nowMs - sentMs > recvWindow) throw refusals.outsideWindow()
}

const isSigned = (gate: Gate, { apiKey, payload }: SignedCall, signature: string): boolean => {
  const publicKey = gate.publicKeys?.[apiKey]
  if (publicKey !== undefined) return gate.verify?.(publicKey, payload, signature) ?? false
  const secret = gate.secrets[apiKey]
  if (secret === undefined || secret === '') throw refusals.key()
  return gate.hmac(secret, payload).toLowerCase() === signature.toLowerCase()
}

/** The account of a call over a connection that has logged on; only its time is checked. */
export const admit = (gate: Gate, call: SignedCall): Account => {
  const account = gate.accountsByKey.get(call.apiKey)
  if (account === undefined) throw refusals.key()
  checkTime(call)
  return account
}

/** The account of a signed call; refused with -2014, -2015, -1102, -1021 or -1022. */
export const authenticate = (gate: Gate, call: SignedCall): Account => {
  if (call.apiKey === '') throw refusals.keyFormat()
  const account = gate.accountsByKey.get(call.apiKey)
  if (account === undefined) throw refusals.key()
  const signature = call.params.need('signature')
  checkTime(call)
  if (!isSigned(gate, call, signature)) throw refusals.signature()
  return account
}
