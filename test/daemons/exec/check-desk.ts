import type { Check, Rules } from '../../../src/daemons/exec/checking.ts'
import type { ExecRecord } from '../../../src/daemons/exec/events.ts'
import { applyRecord } from '../../../src/daemons/exec/fold.ts'
import { createRegistry, type Registry } from '../../../src/daemons/exec/registry.ts'
import { validate } from '../../../src/daemons/exec/validate.ts'
import { toMoney } from '../../../src/lib/base/money.ts'
import type { Money } from '../../../src/lib/base/units.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { Instrument } from '../../../src/lib/model/instrument.ts'
import type { InstrumentRules } from '../../../src/lib/model/instrument-rules.ts'
import { btcusdt } from '../../kit/market-texts.ts'

const NOW_US = 1_800_000_000_000_000

/** Ticks of 0.01 from 0.01 to 1,000,000, lots of 0.00001 from 0.00001 to 9,000, values from 5 to 9,000,000. */
export const instrumentWith = (rules: InstrumentRules, over: Partial<Instrument> = {}): Instrument => ({ ...btcusdt, ...over, rules })

const TYPES = ['limit', 'limitMaker', 'market', 'stop', 'stopLimit', 'takeProfit', 'takeProfitLimit'] as const

export const rulesWith = (over: Partial<Rules> = {}): Rules => ({
  instrument: btcusdt,
  registry: createRegistry(),
  nowUs: NOW_US,
  duplicateWindowMs: 500,
  traits: { types: TYPES },
  holdings: new Map(),
  prices: null,
  ...over,
})

export const orderWith = (over: Partial<Order> = {}): Order => ({
  clientOrderId: 'c1',
  intentId: 'i1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  tif: 'gtc',
  qty: '1',
  price: '100',
  postOnly: over.type === 'limitMaker',
  reduceOnly: false,
  status: 'NEW_LOCAL',
  pending: 'none',
  venueOrderId: null,
  filledQty: '0',
  filledQuote: '0',
  settled: false,
  reason: '',
  flags: [],
  createdUs: NOW_US,
  updatedUs: NOW_US,
  ...over,
})

/** A registry that holds these orders, and fills by symbol. */
export const registryOf = (orders: readonly Partial<Order>[], net: Readonly<Record<string, string>> = {}): Registry => {
  const registry = createRegistry()
  for (const [index, over] of orders.entries()) {
    const order = orderWith({ clientOrderId: `o${index}`, intentId: `o${index}`, status: 'WORKING', createdUs: 0, ...over })
    const event = { seq: index + 1, type: 'order.changed', tsUs: 0, correlationId: '', body: { execSeq: index + 1, order, cause: 'accepted' } }
    const record: ExecRecord = { type: 'exec.event', event, detail: { bodyHash: 'h', venueQty: '0', venueMs: 0, refusal: null } }
    applyRecord(registry, record, 0)
  }
  for (const [symbol, qty] of Object.entries(net)) registry.net.set(symbol, toMoney(qty))
  return registry
}

export const pricesOf = (bid: string | null, ask: string | null, mean: string | null) => {
  const exact = (text: string | null): Money | null => (text === null ? null : toMoney(text))
  return { bid: exact(bid), ask: exact(ask), mean: exact(mean) }
}

/** What the checks say of an order, one text each: code, field, nearest valid value; `?` before what could not be checked. */
export const verdictOf = (order: Order, rules: Rules): string => {
  const { problems, unchecked } = validate(order, rules)
  const texts = problems.map(({ code, field, nearest }) => [code, field, nearest].filter((part) => part !== undefined).join(' '))
  return [...texts, ...unchecked.map((code) => `?${code}`)].join(', ')
}

/** The same of one group of checks. */
export const foundBy = (checks: readonly Check[], order: Order, rules: Rules): string =>
  rules.instrument === undefined
    ? ''
    : checks
        .flatMap((check) => check(order, rules.instrument as Instrument, rules))
        .map(
          ({ code, field, nearest, isUnchecked }) =>
            `${isUnchecked === true ? '?' : ''}${[code, field, nearest].filter((part) => part !== undefined).join(' ')}`,
        )
        .join(', ')
