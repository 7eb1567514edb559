import t from 'tap'
import { serviceUp, stackDir, start, trade } from '../kit/cli.ts'
import { until } from '../kit/until.ts'

t.test('waits for exec without it, runs once in a profile, and stops at SIGTERM with 0', async (t) => {
  const dir = stackDir(t)
  const acct = start(t, ['acct', '--dir', dir])
  const { pid, http } = await serviceUp(dir, 'acct')
  const health = await until('health says something', async () => (await (await fetch(`http://${http}/health`)).json()) as { ready?: boolean })
  t.match(health, { svc: 'acct', ready: false, reason: /exec/ })
  t.match(await trade(['acct', '--dir', dir]), { code: 10, stdout: '', stderr: new RegExp(`acct, pid ${pid} `) })
  t.match(await acct.stop(), { code: 0, stdout: '' })
})

t.test('listens on loopback only', async (t) => {
  t.match(await trade(['acct', '--dir', stackDir(t), '--http', '0.0.0.0:0']), { code: 2, stdout: '', stderr: /0\.0\.0\.0/ })
})
