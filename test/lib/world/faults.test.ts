import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import { createFaults, type FaultKind, QUIET, SAFETY } from '../../../src/lib/world/faults.ts'

const kinds: readonly FaultKind[] = ['drop', 'duplicate', 'reorder', 'lostAnswer', 'userDuplicate', 'frameDrop']
const history = (seed: number): string => {
  const faults = createFaults(prng(seed), SAFETY)
  return Array.from({ length: 500 }, (_, index) => `${faults.strikes(kinds[index % kinds.length] ?? 'drop')} ${faults.hopUs()}`).join()
}

t.test('strikes the same from the same seed', async (t) => {
  t.equal(history(1), history(1))
  t.not(history(1), history(2))
})

t.test('strikes each kind about as often as it is told to, and counts', async (t) => {
  for (const kind of kinds) {
    const faults = createFaults(prng(3), { ...QUIET, [`${kind}Ratio`]: 0.2 })
    const struck = Array.from({ length: 5_000 }, () => faults.strikes(kind)).filter(Boolean).length
    t.ok(Math.abs(struck - 1_000) < 150, `${kind} ${struck}`)
    t.equal(faults.count, struck)
  }
})

t.test('never strikes when it is quiet, and hops within its bounds', async (t) => {
  const faults = createFaults(prng(4), SAFETY)
  faults.setRates(QUIET)
  const struck = Array.from({ length: 1_000 }, () => kinds.some((kind) => faults.strikes(kind)))
  t.notOk(struck.includes(true))
  t.equal(faults.count, 0)
  const hops = Array.from({ length: 1_000 }, () => faults.hopUs())
  t.ok(hops.every((us) => us >= QUIET.hopUsMin && us <= QUIET.hopUsMax && Number.isInteger(us)))
  t.ok(new Set(hops).size > 500)
})
