import t from 'tap'
import { recordsIn, stackDir, trade } from '../kit/cli.ts'

t.test('ends with 3 when nothing runs, and still lists every daemon', async (t) => {
  const { code, stdout, stderr } = await trade(['status', '--dir', stackDir(t)])
  t.equal(code, 3)
  t.equal(stderr, '')
  const rows = recordsIn(stdout)
  t.strictSame(
    rows.map(({ svc }) => svc),
    ['sim', 'md', 'exec', 'risk', 'acct', 'strat'],
  )
  for (const row of rows) t.match(row, { v: 1, type: 'status', state: 'down', ready: false, pid: null, uptimeMs: null, lagMs: null, reason: 'not running' })
})
