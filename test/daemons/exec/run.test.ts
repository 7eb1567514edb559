import t from 'tap'
import { FULL_STAGES, type Run, SWEEP_STAGES, stageOf } from '../../../src/daemons/exec/run.ts'

const runAt = (kind: Run['kind'], stageIndex: number): Run => ({
  ...{ kind, number: 1, startedUs: 0, symbols: [], stageIndex, waiting: new Set<string>(), queue: [], open: new Set<string>() },
  ...{ trades: [], watermarks: new Map<string, number>(), balances: [], clockCount: 0 },
})

t.test('an agreement begins with the clock and opens the stream before it asks for the past', async (t) => {
  t.equal(stageOf(runAt('reconcile', 0)), 'time')
  t.ok(FULL_STAGES.indexOf('stream') < FULL_STAGES.indexOf('account'))
  t.equal(stageOf(runAt('reconcile', FULL_STAGES.length)), undefined)
})

t.test('a look skips what only a start needs', async (t) => {
  t.equal(stageOf(runAt('sweep', 0)), 'openOrders')
  t.ok(SWEEP_STAGES.every((name) => FULL_STAGES.includes(name)))
})
