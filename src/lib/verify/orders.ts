import { formatMoney, toMoney } from '../base/money.ts'
import { add, zeroMoney } from '../base/units.ts'
import type { Fill, Order, OrderChanged, OrderFilled } from '../contracts/exec.ts'
import { type Checker, type Evidence, execEvents, sends, type TruthRecord, type Violation } from './evidence.ts'

const accepts = ({ truth }: Evidence): TruthRecord[] => truth.filter(({ type }) => type === 'accept')
const idOf = (record: TruthRecord): string => record.clientOrderId ?? ''
const place = (record: TruthRecord): string => `truth record ${record.seq}`

/** Orders that this stack never sent, such as a human's at the venue, are none of exec's promises. */
const isOurs = (clientOrderId: string): boolean => clientOrderId.startsWith('T1')

/** O1: whatever the venue accepted from us, exec had journalled as sent before. */
export const acceptedWereSent: Checker = (evidence) => {
  const sent = new Map(sends(evidence.exec).map((send) => [send.clientOrderId, send.frame.tsUs]))
  return accepts(evidence)
    .filter((record) => isOurs(idOf(record)) && !sent.has(idOf(record)))
    .map((record) => ({ id: 'O1', what: `order '${idOf(record)}' was accepted without a SEND in exec's journal`, where: place(record) }))
}

const finalOrders = ({ exec }: Evidence): Map<string, Order> => {
  const orders = new Map<string, Order>()
  for (const { event } of execEvents(exec))
    if (event.type === 'order.changed') orders.set((event.body as OrderChanged).order.clientOrderId, (event.body as OrderChanged).order)
  return orders
}

/** O2: whatever was sent is accepted or rejected by the venue, or proved never received, or younger than its proof. */
export const sentAreSettled: Checker = (evidence) => {
  const known = new Set(evidence.truth.filter(({ type }) => type === 'accept' || type === 'reject').map(idOf))
  const orders = finalOrders(evidence)
  return sends(evidence.exec).flatMap(({ clientOrderId, deadServerMs, frame }) => {
    const status = orders.get(clientOrderId)?.status
    const undecided = (status === 'UNKNOWN' || status === 'SENT') && evidence.endUs < deadServerMs * 1_000
    const where = `exec journal, frame ${frame.seq}`
    if (known.has(clientOrderId))
      return status === 'NOT_RECEIVED' ? [violation('O2', `order '${clientOrderId}' is NOT_RECEIVED but the venue had it`, where)] : []
    return status === 'NOT_RECEIVED' || undecided
      ? []
      : [violation('O2', `order '${clientOrderId}' was sent, is ${status ?? 'unknown to the stream'}, and the venue never saw it`, where)]
  })
}

const violation = (id: Violation['id'], what: string, where: string): Violation => ({ id, what, where })

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

const fillKey = (fill: { readonly symbol?: string; readonly orderId?: string; readonly tradeId?: string }): string =>
  `${fill.symbol} ${fill.orderId} ${fill.tradeId}`
const fillsOf = ({ exec }: Evidence): Array<{ readonly fill: Fill; readonly where: string }> =>
  execEvents(exec).flatMap(({ event, frame }) =>
    event.type === 'order.filled' ? [{ fill: (event.body as OrderFilled).fill, where: `exec journal, frame ${frame.seq}` }] : [],
  )

const keyOf = (fill: Fill): string => fillKey({ symbol: fill.symbol, orderId: fill.venueOrderId, tradeId: fill.tradeId })

const uniqueFills = (evidence: Evidence): Violation[] => {
  const seen = new Set<string>()
  return fillsOf(evidence).flatMap(({ fill, where }) => {
    const key = keyOf(fill)
    const again = seen.has(key)
    seen.add(key)
    return again ? [violation('O5', `fill '${key}' is booked twice`, where)] : []
  })
}

const sumsMatch = (evidence: Evidence): Violation[] => {
  const sums = new Map<string, ReturnType<typeof toMoney>>()
  for (const { fill } of fillsOf(evidence)) sums.set(fill.clientOrderId, add(sums.get(fill.clientOrderId) ?? zeroMoney, toMoney(fill.qty)))
  return [...finalOrders(evidence).values()].flatMap((order) => {
    const sum = sums.get(order.clientOrderId) ?? zeroMoney
    const where = `order '${order.clientOrderId}'`
    if (sum !== toMoney(order.filledQty)) return [violation('O5', `fills add up to ${formatMoney(sum)}, the order says ${order.filledQty}`, where)]
    return sum > toMoney(order.qty) ? [violation('O5', `filled ${formatMoney(sum)} of ${order.qty}`, where)] : []
  })
}

const sameAsTruth = (evidence: Evidence): Violation[] => {
  const ours = new Set(fillsOf(evidence).map(({ fill }) => keyOf(fill)))
  const theirs = evidence.truth.filter(({ type }) => type === 'fill')
  const known = new Set(theirs.map(fillKey))
  const missed = theirs.filter((record) => !ours.has(fillKey(record))).map((record) => violation('O5', `fill '${fillKey(record)}' was missed`, place(record)))
  const invented = [...ours].filter((key) => !known.has(key)).map((key) => violation('O5', `fill '${key}' never happened`, "exec's stream"))
  return [...missed, ...invented]
}

/** O5: every fill once, no more than was ordered, and exactly those of the venue. */
export const fillsAreExact: Checker = (evidence) => [...uniqueFills(evidence), ...sumsMatch(evidence), ...sameAsTruth(evidence)]
