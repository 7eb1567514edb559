import t from 'tap'
import { traderPlans, venuePlan } from '../../../src/lib/cli/plans.ts'

const settings = {
  place: ['--dir', '/run1'],
  symbols: ['BTCUSDT', 'ETHUSDT'],
  seed: 7,
  recordings: [],
  speed: '20',
  strategy: 'maker',
  verbose: false,
}

t.test('starts a synthetic venue with its symbols and seed', async (t) => {
  t.strictSame(venuePlan(settings), { service: 'sim', args: ['--dir', '/run1', '--seed', '7', '--symbols', 'BTCUSDT,ETHUSDT'] })
})

t.test('starts a recorded venue with every recording and the speed, and no symbols', async (t) => {
  const { args } = venuePlan({ ...settings, recordings: ['a.ndjson', 'b.ndjson'], verbose: true })
  t.strictSame(args, ['--dir', '/run1', '-v', '--seed', '7', '--recording', 'a.ndjson', '--recording', 'b.ndjson', '--speed', '20'])
})

t.test('starts those who trade in the same place', async (t) => {
  t.strictSame(traderPlans(settings), [
    { service: 'md', args: ['--dir', '/run1', '--symbol', 'BTCUSDT,ETHUSDT'] },
    { service: 'exec', args: ['--dir', '/run1', '--symbol', 'BTCUSDT,ETHUSDT'] },
    { service: 'risk', args: ['--dir', '/run1'] },
    { service: 'acct', args: ['--dir', '/run1'] },
    { service: 'strat', args: ['--dir', '/run1', '--strategy', 'maker'] },
  ])
})
