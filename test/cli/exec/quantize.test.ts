import t from 'tap'
import { askNobody, NOBODY } from '../../kit/running-exec.ts'

t.test('ends with 3 when no exec runs', async (t) => {
  t.match(await askNobody(t, 'exec', 'quantize', 'BTCUSDT', '0.001'), NOBODY)
})
