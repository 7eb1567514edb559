import t from 'tap'
import { showNextPart } from '../../../src/lib/matching/iceberg.ts'
import { type BookSide, enqueue, openLevel, type RestingOrder } from '../../../src/lib/matching/levels.ts'

t.test('shows the next part behind the others at its price, and the last part as it is', async (t) => {
  const side: BookSide = { side: 'buy', levels: [] }
  const level = openLevel(side, 100)
  const order = (id: number, lots: number, hiddenLots: number): RestingOrder => ({
    id,
    side: 'buy',
    lots,
    hiddenLots,
    partLots: lots,
    owner: undefined,
    level,
    before: null,
    after: null,
  })
  const iceberg = order(1, 5, 7)
  const plain = order(2, 3, 0)
  for (const resting of [iceberg, plain]) enqueue(resting)
  level.lots -= iceberg.lots
  iceberg.lots = 0
  showNextPart(iceberg)
  t.match({ first: level.first?.id, last: level.last?.id }, { first: 2, last: 1 })
  t.match({ lots: level.lots, hidden: level.hiddenLots, shown: iceberg.lots }, { lots: 8, hidden: 2, shown: 5 })
  level.lots -= iceberg.lots
  iceberg.lots = 0
  showNextPart(iceberg)
  t.match({ lots: level.lots, hidden: level.hiddenLots, shown: iceberg.lots }, { lots: 5, hidden: 0, shown: 2 })
})
