import t from 'tap'
import { breakerTable, budgetTable, statusTable } from '../../../src/lib/cli/exec-tables.ts'
import type { ExecStatus } from '../../../src/lib/contracts/exec-control.ts'

const status: ExecStatus = {
  epoch: 1,
  phase: 'ready',
  halts: [{ scope: '*', level: 'K2' }],
  budgets: [{ kind: 'orders', intervalUs: 10_000_000, limitCount: 100, usedCount: 7 }],
  breakers: [{ group: 'query', state: 'forcedOpen', openUntilUs: null }],
  bannedForUs: 0,
  clock: { offsetUs: 5, spreadUs: 2, samplesCount: 3 },
  counts: { live: 1, unknown: 0, unsettled: 0, waiting: 0, inFlight: 0 },
  risk: 'current',
  streamSinceUs: null,
}

t.test('tables say the same as the records', async (t) => {
  t.equal(budgetTable(status), 'BUDGET  WINDOW  USED  LIMIT\norders  10s     7     100\n')
  t.equal(breakerTable(status), 'BREAKER  STATE\nquery    forcedOpen\n')
  t.match(statusTable(status), /halts +\* K2\nrisk +current\nstream +not followed/)
})
