import type { RiskConfig } from '../../src/daemons/risk/config.ts'
import { riskCore } from '../../src/daemons/risk/core.ts'
import type { RiskIn, RiskOut } from '../../src/daemons/risk/events.ts'
import type { RiskState } from '../../src/daemons/risk/state.ts'
import { epochUs } from '../../src/lib/base/units.ts'
import type { RpcError } from '../../src/lib/contracts/envelope.ts'
import type { CheckAnswer, CheckRequest, HaltLevel } from '../../src/lib/contracts/risk.ts'
import type { StreamEvent } from '../../src/lib/contracts/stream.ts'
import type { Health } from '../../src/lib/daemon/core.ts'
import { foldFrames, recorder } from '../../src/lib/daemon/recorder.ts'
import type { Frame } from '../../src/lib/ports/journal.ts'

export const POLICY_VERSION = 'a'.repeat(64)

/** Two BTC, 50,000 a piece and 5 percent: round numbers to stand just inside and just outside of. */
export const RISK_CONFIG: RiskConfig = {
  policyVersion: POLICY_VERSION,
  markStaleMs: 5_000,
  approvalTtlMs: 500,
  ordersPerS: 1_000,
  burstCount: 10_000,
  maxOpenOrdersCount: 10_000,
  limits: { '*': { maxQty: '10', maxNotional: '50000', maxPosition: '2', collarBps: 500 } },
}

const REQUEST: CheckRequest = {
  clientOrderId: 'c1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  price: '60000',
  qty: '0.1',
  reduceOnly: false,
  bodyHash: 'h',
}

type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly error: RpcError }

/** A risk core under test with its journal: it remembers every frame, so it can be recovered and replayed. */
export interface RiskDesk {
  readonly state: RiskState
  readonly frames: Frame[]
  step(input: RiskIn): RiskOut[]
  feed(...events: readonly StreamEvent[]): void
  ask(method: string, body: unknown): { answer: Answer; outs: RiskOut[] }
  check(order?: Partial<CheckRequest>): CheckAnswer
  codes(order?: Partial<CheckRequest>): string[]
  halt(level: HaltLevel): Answer
  mark(bid: string, ask?: string, symbol?: string): void
  wait(us: number): void
  health(): Health
}

const DEADLINE_US = 50_000

/** `recovered` are the frames of earlier incarnations. */
export const riskDesk = (config: RiskConfig = RISK_CONFIG, recovered: readonly Frame[] = [], startUs = 1_000_000_000): RiskDesk => {
  const state = riskCore.init(config)
  const frames: Frame[] = [...recovered]
  let nowUs = Math.max(startUs, foldFrames(riskCore, state, recovered) + 1)
  const epoch = (recovered.at(-1)?.epoch ?? 0) + 1
  let seq = 0
  const journal = recorder(
    {
      lastSeq: 0,
      append: (frame) => {
        frames.push({ ...frame, seq: frames.length + 1 })
        return frames.length
      },
      sync: (done) => done(),
      close: (done) => done(),
    },
    epoch,
  )
  const step = (input: RiskIn): RiskOut[] => {
    const at = { seq: ++seq, nowUs: epochUs(++nowUs), input }
    const outs: RiskOut[] = []
    journal.input(at)
    riskCore.step(state, at, (out) => {
      const type = riskCore.recordType(out)
      if (type !== null) journal.record(type, at.nowUs, out)
      outs.push(out)
    })
    return outs
  }
  const request = (method: string, body: unknown): RiskOut[] =>
    step({ type: 'rpc.requested', requestId: `r-${seq}`, method, src: 'cli', deadlineUs: nowUs + DEADLINE_US, correlationId: 'corr', body })
  const ask: RiskDesk['ask'] = (method, body) => {
    const outs = request(method, body)
    const found = outs.find((out) => out.type === 'rpc.reply')
    if (found === undefined) throw new Error(`no reply to '${method}'`)
    return { answer: found.answer, outs }
  }
  const check: RiskDesk['check'] = (order) => {
    const found = request('risk.check', { ...REQUEST, ...order }).find((out) => out.type === 'check.answered')
    if (found === undefined) throw new Error('no verdict')
    return found.answer
  }
  journal.begin(epochUs(nowUs), { config })
  step({ type: 'start', epoch })
  return {
    state,
    frames,
    step,
    ask,
    check,
    feed: (...events) => {
      for (const event of events) step({ type: 'exec.event', event })
      step({ type: 'exec.caughtUp', lastSeq: state.execSeq })
    },
    codes: (order) => check(order).codes,
    halt: (level) => ask('risk.halt', { level, reason: 'test', by: 'ann' }).answer,
    mark: (bid, ask = bid, symbol = 'BTCUSDT') => void step({ type: 'mark', symbol, bid, ask, receivedUs: nowUs }),
    wait: (us) => {
      nowUs += us
    },
    health: () => riskCore.health(state, epochUs(nowUs)),
  }
}

/** A desk that may approve: caught up, trusted, and marked at 60,000. */
export const openDesk = (config?: RiskConfig, ...events: readonly StreamEvent[]): RiskDesk => {
  const desk = riskDesk(config)
  desk.feed(...events)
  desk.wait(500_000)
  desk.mark('60000')
  return desk
}
