import { createHash } from 'node:crypto'
import t from 'tap'
import { SimDesk } from '../../../kit/sim-desk.ts'

const ALL = '/stream?streams=btcusdt@depth@100ms/btcusdt@trade/btcusdt@bookTicker'

const digest = (seed: number): { hash: string; texts: readonly string[] } => {
  const desk = new SimDesk({ config: { seed } })
  const socket = desk.open(ALL)
  desk.advance(5_000_000)
  const texts = desk.texts(socket)
  return { hash: createHash('sha256').update(texts.join('\n')).digest('hex'), texts }
}

t.test('sends the same bytes for the same seed', async (t) => {
  const [first, second, other] = [digest(1), digest(1), digest(2)]
  t.ok(first.texts.length > 200)
  t.equal(second.hash, first.hash)
  t.not(other.hash, first.hash)
})

t.test('tells diffs without a gap, and one checkpoint a second before its diff', async (t) => {
  const desk = new SimDesk()
  const socket = desk.open('/ws/btcusdt@depth@100ms')
  desk.advance(5_000_000)
  const diffs = desk.take(socket)
  t.ok(diffs.length > 40)
  for (const [index, diff] of diffs.entries()) if (index > 0) t.equal(Number(diff.U), Number(diffs[index - 1]?.u) + 1)
  const told = new Set(diffs.map(({ u }) => Number(u)))
  const checkpoints = desk.records('checkpoint')
  t.ok(checkpoints.length >= 5)
  t.ok(checkpoints.every(({ u }) => told.has(Number(u))))
})
