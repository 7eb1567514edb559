import t from 'tap'
import { type Line, openLine } from '../../../src/daemons/md/line.ts'
import { nextWaiting } from '../../../src/daemons/md/snapshot-queue.ts'
import { openState, type Step } from '../../../src/daemons/md/state.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { btcusdt } from '../../kit/market-texts.ts'
import { mdConfig } from '../../kit/md-core.ts'

const venue = binanceMarket()

const waiting = (...changes: readonly Partial<Line>[]): { readonly step: Step; readonly lines: Line[] } => {
  const state = openState(mdConfig, venue)
  const lines = changes.map((change) => Object.assign(openLine(btcusdt, { nowUs: epochUs(0), levels: 100 }), change))
  state.waiting.push(...lines)
  return { step: { venue, state, nowUs: epochUs(0), emit: () => undefined }, lines }
}

const idle: Partial<Line> = { state: 'valid', everValid: true }
const near: Partial<Line> = { ...idle, known: { buy: 900, sell: 0 } }
const first: Partial<Line> = { state: 'syncing' }
const lost: Partial<Line> = { state: 'stale', everValid: true }

t.test('takes lost books first, then new ones, then those near their horizon, and good ones last', async (t) => {
  const { step, lines } = waiting(idle, near, first, lost)
  const order = lines.map(() => {
    const next = nextWaiting(step)
    if (next !== null) step.state.waiting.splice(step.state.waiting.indexOf(next.line), 1)
    return next
  })
  t.strictSame(
    order.map((next) => lines.indexOf(next?.line ?? openLine(btcusdt, { nowUs: epochUs(0), levels: 5 }))),
    [3, 2, 1, 0],
  )
  t.strictSame(
    order.map((next) => next?.isIdle),
    [false, false, false, true],
  )
  t.equal(nextWaiting(step), null)
})

t.test('among equals the first to come is the first', async (t) => {
  const { step, lines } = waiting(first, first, first)
  t.equal(nextWaiting(step)?.line, lines[0])
})

t.test('a book that is lost while it waits moves to the front', async (t) => {
  const { step, lines } = waiting(idle, idle, idle)
  Object.assign(lines[2] ?? {}, lost)
  t.equal(nextWaiting(step)?.line, lines[2])
})
