import type { EpochUs } from '../../lib/base/units.ts'
import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { HaltChanged, RiskDenied } from '../../lib/contracts/risk.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import type { RiskOut, RiskRecord } from './events.ts'
import { applyRecord } from './records.ts'
import type { RiskState } from './state.ts'

/** One step of the core: what it may read and where its effects go. */
export interface Step {
  readonly state: RiskState
  readonly nowUs: EpochUs
  readonly emit: Emit<RiskOut>
}

/** A request as far as an answer needs it. */
export interface Asked {
  readonly requestId: string
  readonly correlationId: string
}

const STREAM = 'risk.events'

/** Applies a record, then hands it to the journal. */
export const record = ({ state, nowUs, emit }: Step, out: RiskRecord): void => {
  applyRecord(state, out, nowUs)
  emit(out)
}

type EventBody = { 'risk.denied': RiskDenied; 'risk.halted': HaltChanged; 'risk.resumed': HaltChanged }

/** Appends the next event of the stream and publishes it. */
export const append = <Type extends keyof EventBody>(
  step: Step,
  correlationId: string,
  said: { readonly type: Type; readonly body: Omit<EventBody[Type], 'riskEventSeq'> },
): void => {
  const seq = step.state.recorded.events.length + 1
  const body = { riskEventSeq: seq, ...said.body }
  record(step, { type: 'event.appended', event: { seq, type: said.type, tsUs: step.nowUs, correlationId, body } })
  step.emit({ type: 'publish', topic: STREAM, kind: said.type, body, correlationId })
}

export const reply = ({ emit }: Step, { requestId }: Asked, body: unknown): void => emit({ type: 'rpc.reply', requestId, answer: { ok: true, body } })

export const refuse = ({ emit }: Step, { requestId }: Asked, error: RpcError): void => emit({ type: 'rpc.reply', requestId, answer: { ok: false, error } })
