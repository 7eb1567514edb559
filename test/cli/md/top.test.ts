import t from 'tap'
import { askNobody, runningMd } from '../../kit/running-md.ts'

t.test('shows the best prices', async (t) => {
  const { ask } = await runningMd(t)
  t.match(await ask('top', '--limit', '1'), [{ type: 'ticker', bid: String, ask: String }])
})

t.test('ends with 3 when no md runs', async (t) => {
  t.match(await askNobody(t, 'top'), { code: 3, stdout: '', stderr: /no 'md' runs in this profile/ })
})
