import { grant, paceOf } from '../../lib/base/gcra.ts'
import { toMoney } from '../../lib/base/money.ts'
import type { EpochUs } from '../../lib/base/units.ts'
import { zeroMoney } from '../../lib/base/units.ts'
import type { HaltChanged } from '../../lib/contracts/risk.ts'
import type { RecordType } from '../../lib/daemon/core.ts'
import type { EventAppended, PolicyAdopted, RiskOut, RiskRecord, VerdictGiven } from './events.ts'
import type { RiskState } from './state.ts'

const HALT_EVENTS: ReadonlySet<string> = new Set(['risk.halted', 'risk.resumed'])

const isHalt = ({ event }: EventAppended): boolean => HALT_EVENTS.has(event.type)

const isRecord = (out: RiskOut): out is RiskRecord => out.type === 'verdict.given' || out.type === 'event.appended' || out.type === 'policy.adopted'

/** Frame type of an effect; null for those that are no record. */
export const recordTypeOf = (out: RiskOut): RecordType | null => {
  if (!isRecord(out)) return null
  if (out.type === 'verdict.given') return 'VERDICT'
  return out.type === 'event.appended' && isHalt(out) ? 'HALT' : 'EVENT'
}

const applyVerdict = ({ recorded, book, config }: RiskState, record: VerdictGiven, tsUs: EpochUs): void => {
  recorded.riskSeq = record.riskSeq
  if (record.verdict === 'deny') return
  const { clientOrderId, strategyId, symbol, side, qty } = record
  book.reserved.set(clientOrderId, { symbol, side, qty: toMoney(qty), filled: zeroMoney })
  const pace = paceOf(config.ordersPerS, config.burstCount)
  recorded.ratesUs.set(strategyId, grant(pace, recorded.ratesUs.get(strategyId) ?? 0, { nowUs: tsUs }).tatUs)
}

const applyEvent = ({ recorded }: RiskState, record: EventAppended): void => {
  recorded.events.push(record.event)
  if (!isHalt(record)) return
  const { level, reason, by } = record.event.body as HaltChanged
  recorded.latch = { level, reason, by }
}

const applyPolicy = ({ recorded }: RiskState, { policyVersion }: PolicyAdopted): void => {
  recorded.policyVersion = policyVersion
}

/** Folds one record into the state: the only way in which what recovery needs is changed. */
export const applyRecord = (state: RiskState, record: RiskOut, tsUs: EpochUs): void => {
  if (record.type === 'verdict.given') applyVerdict(state, record, tsUs)
  else if (record.type === 'event.appended') applyEvent(state, record)
  else if (record.type === 'policy.adopted') applyPolicy(state, record)
}
