import t from 'tap'
import { buildWorld, playWorld } from '../../src/commands/world.ts'
import { verify } from '../../src/lib/verify/verify.ts'

const MINUTES = 2

/** One history and everything that is wrong with it. */
const play = (seed: number, plant: Parameters<typeof buildWorld>[1] = {}) => {
  const built = buildWorld(seed, plant)
  const { violations } = playWorld(built, MINUTES)
  const verdict = verify(built.evidence())
  return { hash: built.world.digest(), faults: built.world.faults.count, counts: verdict.counts, violations: [...violations, ...verdict.violations] }
}

t.setTimeout(180_000)

const [first, second] = [play(1), play(2)]

for (const [seed, played] of [first, second].entries())
  t.test(`keeps every invariant under faults and kills, seed ${seed + 1}`, async (t) => {
    t.same(played.violations, [])
    t.ok(played.faults > 100, `${played.faults} faults`)
    t.ok(played.counts.sends > 50, `${played.counts.sends} orders`)
    t.ok(played.counts.fills > 20, `${played.counts.fills} fills`)
    t.ok(played.counts.checkpoints > 10, `${played.counts.checkpoints} checkpoints`)
    t.ok(played.counts.replayedInputs > 1_000, `${played.counts.replayedInputs} replayed inputs`)
  })

t.test('is another history with another seed', async (t) => {
  t.not(first.hash, second.hash)
})

t.test('finds a planted bug by the invariant that it breaks', async (t) => {
  const planted = play(1, { seenFill: () => false })
  t.ok(
    planted.violations.some(({ id }) => id === 'O5'),
    'fills that are booked twice break O5',
  )
})

t.test('is the same history to the byte with the same seed', async (t) => {
  t.equal(play(1).hash, first.hash)
})
