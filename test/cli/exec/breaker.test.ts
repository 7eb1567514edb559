import t from 'tap'
import { askNobody, NOBODY } from '../../kit/running-exec.ts'

t.test('ends with 3 when no exec runs', async (t) => {
  t.match(await askNobody(t, 'exec', 'breaker'), NOBODY)
})

t.test('ends with 2 at a breaker without a word', async (t) => {
  t.match(await askNobody(t, 'exec', 'breaker', 'query'), { code: 2, stdout: '', stderr: /open, off, reset/ })
})
