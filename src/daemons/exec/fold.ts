import { assert, must } from '../../lib/base/assert.ts'
import { formatMoney, multiply, toMoney } from '../../lib/base/money.ts'
import { add, money, zeroMoney } from '../../lib/base/units.ts'
import type { Fill, OrderChanged, OrderFilled } from '../../lib/contracts/exec.ts'
import { isLive, signOf } from '../../lib/model/order.ts'
import type { ExecRecord } from './events.ts'
import { intentKey, termsKey, venueKey } from './keys.ts'
import { type Entry, EXTERNAL, isOwn, type Registry } from './registry.ts'

type EventRecord = Extract<ExecRecord, { type: 'exec.event' }>

/** Identity of a fill; a trade of ours with ourselves has one trade id on both orders. */
export const fillKey = (fill: Pick<Fill, 'symbol' | 'venueOrderId' | 'tradeId'>): string => `${fill.symbol} ${fill.venueOrderId} ${fill.tradeId}`

/** What a fill said beside its identity. */
export const fillText = (fill: Pick<Fill, 'price' | 'qty' | 'fee' | 'feeAsset'>): string => `${fill.price} ${fill.qty} ${fill.fee} ${fill.feeAsset}`

/** Folds one record into the registry: the only place that changes it. */
export const applyRecord = (registry: Registry, record: ExecRecord, tsUs: number): void => {
  switch (record.type) {
    case 'exec.event':
      applyEvent(registry, record)
      return
    case 'order.sent':
      applySent(registry, record, tsUs)
      return
    case 'halt.set':
      registry.halts.set(record.scope, record.level)
      registry.riskSeq = Math.max(registry.riskSeq, record.riskSeq)
      return
    case 'recon.mark':
      for (const [symbol, tradeId] of record.watermarks) registry.watermarks.set(symbol, tradeId)
      return
    case 'venue.banned':
      registry.bannedUntilUs = Math.max(registry.bannedUntilUs, record.untilUs)
      return
    case 'breaker.set':
      if (record.state === 'closed') registry.held.delete(record.group)
      else registry.held.set(record.group, record.state)
      return
    case 'risk.verdict':
      return
  }
}

const applyEvent = (registry: Registry, record: EventRecord): void => {
  const { event } = record
  assert(event.seq === registry.events.length + 1, `event ${event.seq} of exec follows event ${registry.events.length}`)
  registry.events.push(event)
  if (event.type === 'order.changed') applyChanged(registry, record, event.body as OrderChanged)
  else if (event.type === 'order.filled') applyFilled(registry, (event.body as OrderFilled).fill)
  else registry.opened = true
}

const applyChanged = (registry: Registry, record: EventRecord, { order }: OrderChanged): void => {
  const id = order.clientOrderId
  const before = registry.entries.get(id)
  const entry: Entry = {
    order,
    detail: must(record.detail, 'detail of an order'),
    correlationId: before?.correlationId ?? record.event.correlationId,
    sent: before?.sent ?? null,
  }
  registry.entries.set(id, entry)
  if (before === undefined) addOrder(registry, entry)
  else if (isOwn(before)) count(registry.tally, before.order.status, -1)
  if (isOwn(entry)) count(registry.tally, order.status, 1)
  if (order.status === 'DENIED' && before?.order.status !== 'DENIED') count(registry.denials, codeOf(order.reason), 1)
  if (order.venueOrderId !== null) registry.byVenueId.set(venueKey(order.symbol, order.venueOrderId), id)
  mark(registry.live, id, isLive(order.status))
  mark(registry.unsettled, id, !isLive(order.status) && !order.settled)
}

const addOrder = (registry: Registry, entry: Entry): void => {
  const { order } = entry
  registry.births.push(order.clientOrderId)
  if (!isOwn(entry)) return
  registry.intentsCount += 1
  registry.byIntent.set(intentKey(order.strategyId, order.intentId), order.clientOrderId)
  registry.byTerms.set(termsKey(order), order.clientOrderId)
}

/** Reasons begin with their code. */
const codeOf = (reason: string): string => /^[A-Z_]+/.exec(reason)?.[0] ?? 'OTHER'

const count = <Key>(counts: Map<Key, number>, key: Key, by: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

const mark = (set: Set<string>, id: string, present: boolean): void => {
  if (present) set.add(id)
  else set.delete(id)
}

const applyFilled = (registry: Registry, fill: Fill): void => {
  const entry = must(registry.entries.get(fill.clientOrderId), `order '${fill.clientOrderId}' of a fill`)
  const { order } = entry
  const qty = toMoney(fill.qty)
  registry.fills.set(fillKey(fill), fillText(fill))
  registry.fillsCount += 1
  count(registry.liquidity, fill.liquidity, 1)
  registry.byVenueId.set(venueKey(fill.symbol, fill.venueOrderId), fill.clientOrderId)
  if (fill.strategyId !== EXTERNAL) {
    registry.net.set(fill.symbol, add(registry.net.get(fill.symbol) ?? zeroMoney, money(qty * BigInt(signOf(fill.side)))))
  }
  registry.entries.set(fill.clientOrderId, {
    ...entry,
    order: {
      ...order,
      venueOrderId: order.venueOrderId ?? fill.venueOrderId,
      filledQty: formatMoney(add(toMoney(order.filledQty), qty)),
      filledQuote: formatMoney(add(toMoney(order.filledQuote), multiply(toMoney(fill.price), qty))),
    },
  })
}

const applySent = (registry: Registry, record: Extract<ExecRecord, { type: 'order.sent' }>, tsUs: number): void => {
  const entry = must(registry.entries.get(record.clientOrderId), `order '${record.clientOrderId}' that was sent`)
  assert(entry.sent === null, `order '${record.clientOrderId}' was sent before`)
  registry.sentCount += 1
  registry.entries.set(record.clientOrderId, { ...entry, sent: { serverMs: record.serverMs, deadServerMs: record.deadServerMs, atUs: tsUs } })
}
