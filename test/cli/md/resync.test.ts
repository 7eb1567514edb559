import t from 'tap'
import { trade } from '../../kit/cli.ts'
import { askNobody, runningMd } from '../../kit/running-md.ts'

t.test('lets a book be built again, and refuses a symbol that is not followed', async (t) => {
  const { ask, dir } = await runningMd(t)
  t.match(await ask('resync', 'BTCUSDT'), [{ type: 'md.resync', symbol: 'BTCUSDT', state: 'stale' }])
  await ask('book', '--limit', '3')
  t.match(await ask('health'), [{ books: [{ symbol: 'BTCUSDT', resyncs: 1 }] }])
  t.match(await trade(['md', 'resync', 'NONE', '--dir', dir]), { code: 2, stdout: '' })
})

t.test('ends with 3 when no md runs', async (t) => {
  t.match(await askNobody(t, 'resync', 'BTCUSDT'), { code: 3, stdout: '', stderr: /no 'md' runs in this profile/ })
})
