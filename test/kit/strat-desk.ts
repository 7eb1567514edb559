import type { StratConfig } from '../../src/daemons/strat/config.ts'
import { stratCore } from '../../src/daemons/strat/core.ts'
import type { StratIn, StratOut } from '../../src/daemons/strat/events.ts'
import type { StratState } from '../../src/daemons/strat/state.ts'
import { epochUs } from '../../src/lib/base/units.ts'
import type { SubmitRequest } from '../../src/lib/contracts/exec.ts'
import type { FromRunner, ToRunner } from '../../src/lib/contracts/runner.ts'
import type { StreamEvent } from '../../src/lib/contracts/stream.ts'
import type { Health } from '../../src/lib/daemon/core.ts'

type Out<Type extends StratOut['type']> = Extract<StratOut, { type: Type }>

/** A strat core under test; every call gives the effects of that step alone. */
export interface StratDesk {
  readonly state: StratState
  step(input: StratIn): StratOut[]
  say(message: FromRunner): StratOut[]
  answer(id: string, body: unknown): StratOut[]
  refuse(id: string, code: string, category?: 'retry' | 'reject'): StratOut[]
  feed(...events: readonly StreamEvent[]): StratOut[]
  caughtUp(): StratOut[]
  submit(intentId: string): StratOut[]
  wait(us: number): void
  health(): Health
}

export const STRAT_CONFIG: StratConfig = { strategyId: 'maker', strategy: 'maker', submitTimeoutUs: 500_000 }

export const INTENT: SubmitRequest = {
  intentId: 'maker-3-1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limitMaker',
  tif: 'gtc',
  price: '60000',
  qty: '0.001',
  postOnly: true,
  reduceOnly: false,
}

/** The effects of one type. */
export const only = <Type extends StratOut['type']>(outs: readonly StratOut[], type: Type): Out<Type>[] =>
  outs.filter((out): out is Out<Type> => out.type === type)

/** What the runner was told. */
export const told = (outs: readonly StratOut[]): ToRunner[] => only(outs, 'runner.tell').map(({ message }) => message)

/** The one request among the effects; throws when there is another number of them. */
export const asked = (outs: readonly StratOut[]): Out<'rpc.request'> => {
  const [first, ...more] = only(outs, 'rpc.request')
  if (first === undefined || more.length > 0) throw new Error(`${more.length + (first === undefined ? 0 : 1)} requests, expected one`)
  return first
}

export const stratDesk = (config: StratConfig = STRAT_CONFIG): StratDesk => {
  const state = stratCore.init(config)
  let nowUs = 1_000_000
  let seq = 0
  const step = (input: StratIn): StratOut[] => {
    const outs: StratOut[] = []
    seq += 1
    nowUs += 1
    stratCore.step(state, { seq, nowUs: epochUs(nowUs), input }, (out) => void outs.push(out))
    return outs
  }
  const desk: StratDesk = {
    state,
    step,
    say: (message) => step({ type: 'runner.said', message }),
    answer: (id, body) => step({ type: 'rpc.answered', id, answer: { ok: true, body } }),
    refuse: (id, code, category = 'retry') => step({ type: 'rpc.answered', id, answer: { ok: false, error: { code, category, message: code } } }),
    feed: (...events) => events.flatMap((event) => step({ type: 'exec.event', event })),
    caughtUp: () => step({ type: 'exec.caughtUp', lastSeq: 0 }),
    submit: (intentId) => desk.say({ type: 'submit', request: { ...INTENT, intentId } }),
    wait: (us) => {
      nowUs += us
    },
    health: () => stratCore.health(state, epochUs(nowUs)),
  }
  step({ type: 'start', epoch: 3 })
  return desk
}

/** A desk whose strategy runs, after the given past. */
export const runningDesk = (...past: readonly StreamEvent[]): StratDesk => {
  const desk = stratDesk()
  desk.feed(...past)
  desk.answer(asked(desk.caughtUp()).id, { clientOrderIds: [] })
  desk.say({ type: 'attached', symbols: ['BTCUSDT'], ringEpoch: 1 })
  return desk
}
