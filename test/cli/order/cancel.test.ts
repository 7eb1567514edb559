import t from 'tap'
import { askNobody, NOBODY } from '../../kit/running-exec.ts'

t.test('ends with 3 when no exec runs', async (t) => {
  t.match(await askNobody(t, 'order', 'cancel', 'x'), NOBODY)
})

t.test('ends with 2 when no order is named', async (t) => {
  t.match(await askNobody(t, 'order', 'cancel'), { code: 2, stdout: '', stderr: /no order is named/ })
})
