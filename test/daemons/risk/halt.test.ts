import t from 'tap'
import { type Latch, levelIndex, lowered, raised } from '../../../src/daemons/risk/halt.ts'
import type { HaltLevel } from '../../../src/lib/contracts/risk.ts'

const latch = (level: HaltLevel): Latch => ({ level, reason: 'why', by: 'ann' })
const LEVELS: readonly HaltLevel[] = ['K0', 'K1', 'K2', 'K3', 'K4']

t.test('a level only rises', async (t) => {
  for (const from of LEVELS) {
    for (const to of LEVELS) t.equal(raised(latch(from), latch(to))?.level ?? null, levelIndex(to) > levelIndex(from) ? to : null, `${from} to ${to}`)
  }
})

t.test('a human lowers it by one step and no more', async (t) => {
  for (const from of LEVELS) {
    for (const to of LEVELS) {
      const outcome = lowered(latch(from), { level: to, reason: 'over', by: 'ann' })
      t.equal(outcome.ok, levelIndex(to) === levelIndex(from) - 1, `${from} to ${to}`)
    }
  }
})

t.test('says why it is not lowered', async (t) => {
  const code = (from: HaltLevel, to: HaltLevel, said: { by?: string; reason?: string } = {}): string => {
    const outcome = lowered(latch(from), { level: to, reason: 'over', by: 'ann', ...said })
    return outcome.ok ? 'ok' : outcome.error.code
  }
  t.equal(code('K2', 'K1', { by: ' ' }), 'RESUME_UNNAMED')
  t.equal(code('K2', 'K1', { by: 'exec' }), 'RESUME_UNNAMED')
  t.equal(code('K2', 'K1', { reason: '' }), 'RESUME_UNEXPLAINED')
  t.equal(code('K0', 'K0'), 'NOT_HALTED')
  t.equal(code('K3', 'K0'), 'RESUME_STEP')
  t.equal(code('K3', 'K2'), 'ok')
})
