import t from 'tap'
import { amountOf, failed, unchecked } from '../../../src/daemons/exec/checking.ts'
import { toMoney } from '../../../src/lib/base/money.ts'

t.test('a check that passes finds nothing', async (t) => {
  t.same(failed(false, 'CODE', { nearest: '1' }), [])
  t.same(failed(true, 'CODE', { nearest: '1' }), [{ code: 'CODE', nearest: '1' }])
  t.same(unchecked('CODE'), [{ code: 'CODE', isUnchecked: true }])
})

t.test('text that is no amount counts as none', async (t) => {
  t.equal(amountOf('1.50'), toMoney('1.5'))
  t.equal(amountOf('x'), 0n)
})
