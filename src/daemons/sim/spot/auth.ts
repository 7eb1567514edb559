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
  const recvWindow = Number(params.get('recvWindow') ?? RECV_WINDOW_MS)
  if (!/^\d{1,16}$/.test(sent)) throw refusals.illegal('timestamp', '^[0-9]{1,20}$')
  if (!(recvWindow >= 0)) throw refusals.illegal('recvWindow', '^[0-9]{1,20}$')
  if (recvWindow > RECV_WINDOW_MAX_MS) throw refusals.badWindow()
  const sentMs = Number(sent) > MS_BELOW ? Number(sent) / 1_000 : Number(sent)
  if (sentMs >= nowMs + AHEAD_MAX_MS) throw refusals.aheadOfServer()
  if (nowMs - sentMs > recvWindow) throw refusals.outsideWindow()
}

/** The account of a signed call; refused with -2014, -2015, -1102, -1021 or -1022. */
export const authenticate = (gate: Gate, call: SignedCall): Account => {
  if (call.apiKey === '') throw refusals.keyFormat()
  const account = gate.accountsByKey.get(call.apiKey)
  const secret = gate.secrets[call.apiKey]
  if (account === undefined || secret === undefined) throw refusals.key()
  const signature = call.params.need('signature')
  checkTime(call)
  if (gate.hmac(secret, call.payload).toLowerCase() !== signature.toLowerCase()) throw refusals.signature()
  return account
}
