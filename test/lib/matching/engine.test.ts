import fc from 'fast-check'
import t from 'tap'
import { createEngine, type Engine, type EngineOrder, type Execution, type Prevention } from '../../../src/lib/matching/engine.ts'

const order = (id: number, fields: Partial<EngineOrder> = {}): EngineOrder => ({ id, side: 'buy', type: 'limit', tif: 'gtc', ticks: 100, lots: 10, ...fields })

const engineWith = (): { engine: Engine; executions: Execution[]; levels: Map<string, number> } => {
  const executions: Execution[] = []
  const levels = new Map<string, number>()
  const engine = createEngine({
    executed: (execution) => executions.push(execution),
    levelChanged: (side, ticks, lots) => (lots === 0 ? levels.delete(`${side} ${ticks}`) : levels.set(`${side} ${ticks}`, lots)),
  })
  return { engine, executions, levels }
}

t.test('fills the oldest order at the best price first, at the price of the maker', async (t) => {
  const { engine, executions } = engineWith()
  engine.submit(order(1, { ticks: 100 }))
  engine.submit(order(2, { ticks: 101 }))
  engine.submit(order(3, { ticks: 101 }))
  t.strictSame(engine.submit(order(4, { side: 'sell', ticks: 100, lots: 25 })), { status: 'filled', filledLots: 25 })
  t.strictSame(
    executions.map(({ makerId, takerId, ticks, lots, makerLeftLots }) => ({ makerId, takerId, ticks, lots, makerLeftLots })),
    [
      { makerId: 2, takerId: 4, ticks: 101, lots: 10, makerLeftLots: 0 },
      { makerId: 3, takerId: 4, ticks: 101, lots: 10, makerLeftLots: 0 },
      { makerId: 1, takerId: 4, ticks: 100, lots: 5, makerLeftLots: 5 },
    ],
  )
})

t.test('treats what is left by type and time in force', async (t) => {
  const { engine } = engineWith()
  engine.submit(order(1, { side: 'sell', lots: 4 }))
  t.strictSame(engine.submit(order(2, { type: 'limitMaker' })), { status: 'refused', filledLots: 0 })
  t.strictSame(engine.submit(order(3, { tif: 'fok' })), { status: 'expired', filledLots: 0 })
  t.strictSame(engine.submit(order(4, { tif: 'ioc' })), { status: 'expired', filledLots: 4 })
  t.strictSame(engine.submit(order(5, { type: 'market' })), { status: 'expired', filledLots: 0 })
  t.strictSame(engine.submit(order(6)), { status: 'resting', filledLots: 0 })
  t.equal(engine.available('sell', 100, 100), 10)
  t.strictSame(engine.submit(order(7, { side: 'sell', tif: 'fok' })), { status: 'filled', filledLots: 10 })
})

t.test('cancels a resting order once', async (t) => {
  const { engine, levels } = engineWith()
  engine.submit(order(1))
  t.equal(levels.get('buy 100'), 10)
  t.equal(engine.cancel(1), 10)
  t.equal(engine.cancel(1), 0)
  t.equal(levels.size, 0)
})

t.test('stops at a quantity that is no positive whole number, and at an id that rests already', async (t) => {
  const { engine } = engineWith()
  t.throws(() => engine.submit(order(1, { lots: 0 })), /'lots' 0 of order 1/)
  engine.submit(order(1))
  t.throws(() => engine.submit(order(1)), /order 1 rests already/)
})

const anyOrder = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  type: fc.constantFrom('limit' as const, 'limitMaker' as const, 'market' as const),
  tif: fc.constantFrom('gtc' as const, 'ioc' as const, 'fok' as const),
  ticks: fc.integer({ min: 95, max: 105 }),
  lots: fc.integer({ min: 1, max: 30 }),
  cancels: fc.integer({ min: 0, max: 40 }),
})

t.test('never crosses, loses no lots and keeps price and time priority, whatever comes', async (t) => {
  let seen = 0
  fc.assert(
    fc.property(fc.array(anyOrder, { minLength: 1, maxLength: 60 }), (orders) => {
      const { engine, executions, levels } = engineWith()
      let [submitted, ended] = [0, 0]
      for (const [index, { cancels, ...wish }] of orders.entries()) {
        const from = executions.length
        const answer = engine.submit({ id: index + 1, ...wish })
        submitted += wish.lots
        if (answer.status === 'expired' || answer.status === 'refused') ended += wish.lots - answer.filledLots
        ended += engine.cancel(cancels)
        const own = executions.slice(from)
        for (const [at, next] of own.slice(1).entries()) {
          const before = own[at]
          if (before === undefined) return false
          const isWorse = wish.side === 'buy' ? next.ticks > before.ticks : next.ticks < before.ticks
          if (!isWorse && !(next.ticks === before.ticks && next.makerId > before.makerId)) return false
        }
        const [bid, ask] = [engine.best('buy')?.ticks ?? 0, engine.best('sell')?.ticks ?? 1_000]
        if (bid >= ask) return false
      }
      seen += executions.length
      const traded = executions.reduce((sum, { lots }) => sum + lots, 0)
      const resting = [...levels.values()].reduce((sum, lots) => sum + lots, 0)
      return submitted === 2 * traded + resting + ended
    }),
    { numRuns: 1_500, seed: 7 },
  )
  t.ok(seen > 500, `${seen} executions`)
})

const meet = (selfTrade: NonNullable<EngineOrder['selfTrade']>) => {
  const told: string[] = []
  const engine = createEngine({
    executed: ({ makerId, lots }) => told.push(`trade ${makerId} ${lots}`),
    prevented: ({ makerId, makerLots, takerLots, makerLeftLots }: Prevention) =>
      told.push(`prevented ${makerId} ${makerLots} ${takerLots} left ${makerLeftLots}`),
    levelChanged: () => undefined,
  })
  engine.submit(order(1, { owner: 'a', lots: 4 }))
  engine.submit(order(2, { owner: 'b', lots: 6 }))
  const answer = engine.submit(order(3, { owner: 'a', side: 'sell', lots: 7, selfTrade }))
  return { told, answer, leftLots: engine.levelLots('buy', 100), restingLots: engine.resting(3)?.lots ?? 0 }
}

t.test('keeps orders of one owner from trading with each other as the taker asks', async (t) => {
  t.strictSame(meet('trade').told, ['trade 1 4', 'trade 2 3'])
  t.strictSame(meet('expireTaker'), { told: ['prevented 1 0 7 left 4'], answer: { status: 'prevented', filledLots: 0 }, leftLots: 10, restingLots: 0 })
  t.strictSame(meet('expireMaker'), {
    told: ['prevented 1 4 0 left 0', 'trade 2 6'],
    answer: { status: 'resting', filledLots: 6 },
    leftLots: 0,
    restingLots: 1,
  })
  t.strictSame(meet('expireBoth'), { told: ['prevented 1 4 7 left 0'], answer: { status: 'prevented', filledLots: 0 }, leftLots: 6, restingLots: 0 })
  t.strictSame(meet('decrement'), {
    told: ['prevented 1 4 4 left 0', 'trade 2 3'],
    answer: { status: 'prevented', filledLots: 3 },
    leftLots: 3,
    restingLots: 0,
  })
})

t.test('shows an iceberg order in parts, each one behind the others at its price', async (t) => {
  const { engine, executions } = engineWith()
  engine.submit(order(1, { lots: 25, showLots: 10 }))
  engine.submit(order(2, { lots: 5 }))
  t.equal(engine.levelLots('buy', 100), 15)
  t.equal(engine.submit(order(3, { side: 'sell', tif: 'fok', lots: 30 })).status, 'filled')
  t.strictSame(
    executions.map(({ makerId, lots, makerLeftLots }) => [makerId, lots, makerLeftLots]),
    [
      [1, 10, 15],
      [2, 5, 0],
      [1, 10, 5],
      [1, 5, 0],
    ],
  )
  t.equal(engine.levelCount('buy'), 0)
})

t.test('lowers an order where it stands in the queue, hidden lots first', async (t) => {
  const { engine, executions } = engineWith()
  engine.submit(order(1, { lots: 20, showLots: 8 }))
  engine.submit(order(2))
  engine.reduce(1, 15)
  t.equal(engine.levelLots('buy', 100), 15)
  engine.submit(order(3, { side: 'sell', lots: 6 }))
  t.strictSame(
    executions.map(({ makerId, lots }) => [makerId, lots]),
    [
      [1, 5],
      [2, 1],
    ],
  )
  t.throws(() => engine.reduce(2, 9), /does not rest with more than 9/)
})
