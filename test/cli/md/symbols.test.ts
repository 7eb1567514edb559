import t from 'tap'
import { askNobody, runningMd } from '../../kit/running-md.ts'

t.test('lists symbols with their rules', async (t) => {
  const { ask } = await runningMd(t)
  t.match(await ask('symbols', 'btc'), [{ type: 'instrument', symbol: 'BTCUSDT', tickSize: '0.01' }])
  t.strictSame(await ask('symbols', 'nothing'), [])
})

t.test('ends with 3 when no md runs', async (t) => {
  t.match(await askNobody(t, 'symbols'), { code: 3, stdout: '', stderr: /no 'md' runs in this profile/ })
})
