import t from 'tap'
import { createEngine } from '../../../src/lib/matching/engine.ts'
import { createFlow } from '../../../src/lib/matching/flow.ts'

const options = { seed: 3, name: 'BTCUSDT', startUs: 1_000, midTicks: 6_000_000, unitLots: 100_000 }

const run = (seed: number, acts: number): number[] => {
  const changes: number[] = []
  const engine = createEngine({ executed: (execution) => flow.executed(execution), levelChanged: (_side, ticks, lots) => changes.push(ticks, lots) })
  const flow = createFlow(engine, { ...options, seed })
  for (let count = 0; count < acts; count++) flow.act()
  return changes
}

t.test('repeats itself for a seed and differs for another', async (t) => {
  const texts = [3, 3, 4].map((seed) => run(seed, 2_000).join())
  t.ok(texts[0] === texts[1])
  t.ok(texts[0] !== texts[2])
})

t.test('opens with a book of one tick around the mid price and goes forward in time', async (t) => {
  const engine = createEngine({ executed: () => undefined, levelChanged: () => undefined })
  const flow = createFlow(engine, options)
  t.strictSame([engine.best('buy')?.ticks, engine.best('sell')?.ticks], [6_000_000, 6_000_001])
  t.ok(engine.levelCount('buy') > 500)
  t.equal(flow.nextUs, 1_000)
  flow.act()
  t.ok(flow.nextUs > 1_000)
})

t.test('never cancels an order of a client', async (t) => {
  const engine = createEngine({ executed: (execution) => flow.executed(execution), levelChanged: () => undefined })
  const flow = createFlow(engine, options)
  engine.submit({ id: 1, side: 'buy', type: 'limit', tif: 'gtc', ticks: 5_000_000, lots: 1 })
  for (let count = 0; count < 5_000; count++) flow.act()
  t.equal(engine.resting(1)?.lots, 1)
})
