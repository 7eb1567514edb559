import t from 'tap'
import { KIND, NAME_BIT, PLANS, PREV_KEY } from '../../../../src/lib/venues/binance/frame-plan.ts'

const at = (key: string): number => key.charCodeAt(0)

t.test('asks for every key of an event but the forerunner, and takes none twice', async (t) => {
  const { kinds, bits, required } = PLANS.depthUpdate
  t.equal(kinds[at('b')], KIND.levels)
  t.equal(kinds[at('x')], KIND.skipped)
  t.equal(kinds[at('"')], KIND.none)
  t.equal(kinds[PREV_KEY], KIND.whole)
  t.equal(required & (bits[PREV_KEY] ?? 0), 0)
  for (const key of 'EsUuba') t.not(required & (bits[at(key)] ?? 0), 0, key)
})

t.test('knows the name as read', async (t) => {
  for (const { bits } of Object.values(PLANS)) t.equal(bits[at('e')], NAME_BIT)
})
