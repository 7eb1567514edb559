import t from 'tap'
import { askNobody, runningMd } from '../../kit/running-md.ts'

t.test('shows connections and books, and checks that they are valid', async (t) => {
  const { ask } = await runningMd(t)
  await ask('book', '--limit', '2')
  t.match(await ask('health', '--check'), [{ type: 'md.health', connections: [{ state: 'open' }], books: [{ symbol: 'BTCUSDT', state: 'valid', gaps: 0 }] }])
})

t.test('ends with 3 when no md runs', async (t) => {
  t.match(await askNobody(t, 'health'), { code: 3, stdout: '', stderr: /no 'md' runs in this profile/ })
})
