import type { SimIn, SimOut } from '../events.ts'
import type { CallError, CallerKind } from './call-faults.ts'
import { kindOfCall, kindOfMethod } from './kinds.ts'

/** A call over either transport, as faults see it. */
export interface FaultedCall extends CallerKind {
  /** Names its answer: a request's own id, or the socket over which it came. */
  readonly key: string
  /** The same call answered with an error. */
  readonly refuse: (error: CallError, nowMs: number) => SimOut
}

/** Where a call came from that has no address of its own. */
export interface CallOrigin {
  readonly address: string
  /** True when its socket speaks the WebSocket API. */
  readonly isApi: boolean
}

type HttpIn = Extract<SimIn, { type: 'http.request' }>
type TextIn = Extract<SimIn, { type: 'socket.text' }>

const ofRequest = (input: HttpIn): FaultedCall => ({
  key: input.requestId,
  kind: kindOfCall(input),
  address: input.address ?? '',
  refuse: ({ status, code, text, waitS }) => ({
    type: 'http.respond',
    requestId: input.requestId,
    status,
    headers: waitS === undefined ? {} : { 'retry-after': String(waitS) },
    body: JSON.stringify({ code, msg: text }),
  }),
})

const parse = (text: string): { readonly id?: unknown; readonly method?: unknown } => {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

const ofFrame = ({ socketId, text: frame }: TextIn, address: string): FaultedCall => {
  const { id = null, method } = parse(frame)
  return {
    key: socketId,
    kind: kindOfMethod(String(method)),
    address,
    refuse: ({ status, code, text, waitS }, nowMs) => {
      const data = waitS === undefined ? {} : { data: { serverTime: nowMs, retryAfter: nowMs + waitS * 1_000 } }
      return { type: 'socket.send', socketId, text: JSON.stringify({ id, status, error: { code, msg: text, ...data } }) }
    },
  }
}

/** The call that an input is; null when it is none. */
export const faultedCall = (input: SimIn, { address, isApi }: CallOrigin): FaultedCall | null => {
  if (input.type === 'http.request') return ofRequest(input)
  return input.type === 'socket.text' && isApi ? ofFrame(input, address) : null
}

/** True when a frame of the WebSocket API answers a call. */
export const isCallAnswer = (text: string): boolean => text.startsWith('{"id":')
