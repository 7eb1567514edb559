import { formatMoney, toMoney } from '../base/money.ts'
import { add, type Money, zeroMoney } from '../base/units.ts'
import type { Fill, OrderFilled } from '../contracts/exec.ts'
import type { Evidence } from './evidence.ts'
import { execEvents, finalOrders } from './execution.ts'
import { type Checker, type Violation, violation } from './violation.ts'

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
  const sums = new Map<string, Money>()
  for (const { fill } of fillsOf(evidence)) sums.set(fill.clientOrderId, add(sums.get(fill.clientOrderId) ?? zeroMoney, toMoney(fill.qty)))
  const orders = finalOrders(evidence)
  const unknown = [...sums.keys()]
    .filter((id) => !orders.has(id))
    .map((id) => violation('O5', `fill of order '${id}' that the stream never told of`, "exec's stream"))
  const wrong = [...orders.values()].flatMap((order) => {
    const sum = sums.get(order.clientOrderId) ?? zeroMoney
    const where = `order '${order.clientOrderId}'`
    if (sum !== toMoney(order.filledQty)) return [violation('O5', `fills add up to ${formatMoney(sum)}, the order says ${order.filledQty}`, where)]
    return sum > toMoney(order.qty) ? [violation('O5', `filled ${formatMoney(sum)} of ${order.qty}`, where)] : []
  })
  return [...unknown, ...wrong]
}

const sameAsTruth = (evidence: Evidence): Violation[] => {
  const ours = new Set(fillsOf(evidence).map(({ fill }) => keyOf(fill)))
  const theirs = evidence.truth.filter(({ type }) => type === 'fill')
  const known = new Set(theirs.map(fillKey))
  const missed = theirs
    .filter((record) => !ours.has(fillKey(record)))
    .map((record) => violation('O5', `fill '${fillKey(record)}' was missed`, `truth record ${record.seq}`))
  const invented = [...ours].filter((key) => !known.has(key)).map((key) => violation('O5', `fill '${key}' never happened`, "exec's stream"))
  return [...missed, ...invented]
}

/** O5: every fill once, no more than was ordered, and exactly those of the venue. */
export const fillsAreExact: Checker = (evidence) => [...uniqueFills(evidence), ...sumsMatch(evidence), ...sameAsTruth(evidence)]
