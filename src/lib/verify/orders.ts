import type { OrderChanged } from '../contracts/exec.ts'
import type { Evidence, TruthRecord } from './evidence.ts'
import { execEvents, finalOrders, sends } from './execution.ts'
import { type Checker, type Violation, violation } from './violation.ts'

const accepts = ({ truth }: Evidence): TruthRecord[] => truth.filter(({ type }) => type === 'accept')
const idOf = (record: TruthRecord): string => record.clientOrderId ?? ''
const place = (record: TruthRecord): string => `truth record ${record.seq}`

/** Orders that this stack never sent, such as a human's at the venue, are none of exec's promises. */
const isOurs = (clientOrderId: string): boolean => clientOrderId.startsWith('T1')

/** The first frame of exec's journal by which it knew the order at the venue. */
const firstSeen = ({ exec }: Evidence): Map<string, number> => {
  const seen = new Map<string, number>()
  for (const { event, frame } of execEvents(exec)) {
    if (event.type !== 'order.changed') continue
    const { clientOrderId, venueOrderId } = (event.body as OrderChanged).order
    if (venueOrderId !== null && !seen.has(clientOrderId)) seen.set(clientOrderId, frame.seq)
  }
  return seen
}

/** O1: whatever the venue accepted from us, exec had journalled as sent before. Order is that of the journal: clocks of two processes may differ. */
export const acceptedWereSent: Checker = (evidence) => {
  const sent = new Map(sends(evidence.exec).map((send) => [send.clientOrderId, send.frame.seq]))
  const seen = firstSeen(evidence)
  return accepts(evidence)
    .filter((record) => isOurs(idOf(record)))
    .flatMap((record) => {
      const id = idOf(record)
      const sentSeq = sent.get(id)
      if (sentSeq === undefined) return [violation('O1', `order '${id}' was accepted without a SEND in exec's journal`, place(record))]
      const seenSeq = seen.get(id) ?? sentSeq
      return seenSeq < sentSeq ? [violation('O1', `order '${id}' was known at the venue before its SEND`, `exec journal, frame ${seenSeq}`)] : []
    })
}

/** O2: whatever was sent is accepted or rejected by the venue, or proved never received, or younger than its proof. A rejected order leaves no trace at a venue, so with the answer lost it is NOT_RECEIVED. */
export const sentAreSettled: Checker = (evidence) => {
  const accepted = new Set(accepts(evidence).map(idOf))
  const rejected = new Set(evidence.truth.filter(({ type }) => type === 'reject').map(idOf))
  const orders = finalOrders(evidence)
  return sends(evidence.exec).flatMap(({ clientOrderId, deadServerMs, frame }) => {
    const status = orders.get(clientOrderId)?.status
    const undecided = (status === 'UNKNOWN' || status === 'SENT') && evidence.endUs < deadServerMs * 1_000
    const where = `exec journal, frame ${frame.seq}`
    if (accepted.has(clientOrderId))
      return status === 'NOT_RECEIVED' ? [violation('O2', `order '${clientOrderId}' is NOT_RECEIVED but the venue accepted it`, where)] : []
    return rejected.has(clientOrderId) || status === 'NOT_RECEIVED' || undecided
      ? []
      : [violation('O2', `order '${clientOrderId}' was sent, is ${status ?? 'unknown to the stream'}, and the venue never saw it`, where)]
  })
}

/** O3: one acceptance for each client order id, and one SEND. */
export const noneIsDoubled: Checker = (evidence) => {
  const doubled = (id: string, counts: Map<string, number>, where: string): Violation[] =>
    (counts.get(id) ?? 0) > 1 ? [violation('O3', `order '${id}' appears ${counts.get(id)} times`, where)] : []
  const count = (ids: string[]): Map<string, number> => {
    const counts = new Map<string, number>()
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
    return counts
  }
  const accepted = count(accepts(evidence).map(idOf))
  const sent = count(sends(evidence.exec).map(({ clientOrderId }) => clientOrderId))
  return [
    ...[...accepted.keys()].flatMap((id) => doubled(id, accepted, 'accept records of the truth log')),
    ...[...sent.keys()].flatMap((id) => doubled(id, sent, 'SEND frames of exec')),
  ]
}
