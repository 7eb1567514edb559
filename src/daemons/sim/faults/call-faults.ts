import type { FaultName } from '../../../lib/contracts/faults.ts'
import { refusals } from '../spot/refusal.ts'
import type { FaultDice } from './dice.ts'
import type { CallKind } from './kinds.ts'

/** Who asks, and for what. */
export interface CallerKind {
  readonly address: string
  readonly kind: CallKind
}

/** What is said instead of the venue's own answer. */
export interface CallError {
  readonly status: number
  readonly code: number
  readonly text: string
  /** When the caller may come again. */
  readonly waitS?: number
}

/** What becomes of a call; `says` null: nobody ever answers. */
export interface CallFate {
  readonly isExecuted: boolean
  readonly says: CallError | null
}

/** Calls that are refused for a while; null: of any address, of any kind. */
export interface CallBlock {
  readonly status: 418 | 429
  readonly untilUs: number
  readonly address: string | null
  readonly kind: CallKind | null
}

/** How much of what a fault strikes is executed all the same. */
const EXECUTED = { never: 0, half: 0.5, always: 1 } as const

interface CallFault {
  readonly name: FaultName
  /** Null: calls of any kind. */
  readonly kind: CallKind | null
  readonly executed: keyof typeof EXECUTED
  readonly says: CallError | null
}

const said = ({ status, code, message }: { readonly status: number; readonly code: number; readonly message: string }): CallError => ({
  status,
  code,
  text: message,
})

const BUSY: CallError = {
  status: 429,
  code: -1003,
  text: 'Too much request weight used; current limit is 0 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.',
  waitS: 1,
}
const bannedUntil = (untilMs: number): CallError => ({
  status: 418,
  code: -1003,
  text: `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`,
})
const UNAVAILABLE: CallError = { status: 503, code: -1000, text: 'An unknown error occurred while processing the request.' }
const LATE: CallError = { ...said(refusals.timeout()), status: 503 }
const BANNED: CallError = { ...bannedUntil(0), waitS: 1 }

const limitsOf = (prefix: 'http' | 'orders' | 'snapshots', kind: CallKind | null): readonly CallFault[] => [
  { name: `${prefix}-418`, kind, executed: 'never', says: BANNED },
  { name: `${prefix}-429`, kind, executed: 'never', says: BUSY },
  { name: `${prefix}-5xx`, kind, executed: 'never', says: UNAVAILABLE },
]

/** The first that strikes decides. */
const CALL_FAULTS: readonly CallFault[] = [
  ...limitsOf('http', null),
  { name: 'overload', kind: null, executed: 'never', says: said(refusals.overloaded()) },
  ...limitsOf('orders', 'orders'),
  ...limitsOf('snapshots', 'snapshots'),
  { name: 'unknown-1006', kind: 'orders', executed: 'half', says: said(refusals.unexpected()) },
  { name: 'unknown-1007', kind: 'orders', executed: 'half', says: said(refusals.timeout()) },
  { name: 'late-5xx', kind: 'orders', executed: 'always', says: LATE },
  { name: 'lost-answer', kind: 'orders', executed: 'always', says: null },
]

/** Decides what becomes of each call. */
export class CallFaults {
  readonly #dice: FaultDice
  #blocks: readonly CallBlock[] = []

  constructor(dice: FaultDice) {
    this.#dice = dice
  }

  /** True while calls may be refused without any fault in the plan. */
  get isBlocking(): boolean {
    return this.#blocks.length > 0
  }

  /** A block replaces the one for the same address and kind. */
  block(block: CallBlock): void {
    this.#blocks = [...this.#blocks.filter(({ address, kind }) => address !== block.address || kind !== block.kind), block]
  }

  /** Null: no fault strikes the call. */
  fateOf(caller: CallerKind, nowUs: number): CallFate | null {
    const blocked = this.#blockOf(caller, nowUs)
    if (blocked !== undefined) return { isExecuted: false, says: sayBlock(blocked, nowUs) }
    const fault = CALL_FAULTS.find(({ name, kind }) => (kind === null || kind === caller.kind) && this.#dice.happens(name))
    if (fault === undefined) return null
    return { isExecuted: this.#dice.random.chance(EXECUTED[fault.executed]), says: fault.says?.status === 418 ? bannedNow(nowUs) : fault.says }
  }

  #blockOf({ address, kind }: CallerKind, nowUs: number): CallBlock | undefined {
    if (this.#blocks.length === 0) return undefined
    this.#blocks = this.#blocks.filter(({ untilUs }) => untilUs > nowUs)
    return this.#blocks.find((block) => (block.address === null || block.address === address) && (block.kind === null || block.kind === kind))
  }
}

const bannedNow = (nowUs: number): CallError => ({ ...bannedUntil(Math.floor(nowUs / 1_000) + 1_000), waitS: 1 })

const sayBlock = ({ status, untilUs }: CallBlock, nowUs: number): CallError => ({
  ...(status === 418 ? bannedUntil(Math.floor(untilUs / 1_000)) : BUSY),
  waitS: Math.ceil((untilUs - nowUs) / 1_000_000),
})
