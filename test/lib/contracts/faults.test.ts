import t from 'tap'
import { Value } from 'typebox/value'
import { FAULT_NAMES, FaultPlan, parseFaults } from '../../../src/lib/contracts/faults.ts'

t.test('reads ratios, counts, durations and offsets in their units', async (t) => {
  const text = 'drop:1%, dup:0.05,delay:50ms,disconnect:10,stale-snapshot:3,clock-skew:-1.5s,rest-tail:250us'
  const plan = { drop: 0.01, dup: 0.05, delay: 50, disconnect: 10, 'stale-snapshot': 3, 'clock-skew': -1_500, 'rest-tail': 0.25 }
  t.strictSame(parseFaults(text), { ok: true, value: plan })
  t.strictSame(parseFaults(''), { ok: true, value: {} })
  t.ok(Value.Check(FaultPlan, plan))
})

t.test('names the part that it cannot read', async (t) => {
  const errorOf = (text: string): unknown => {
    const parsed = parseFaults(text)
    return parsed.ok ? parsed.value : parsed.error
  }
  t.equal(errorOf('drob:1%'), "'drob' is no fault, 'drop' is")
  t.equal(errorOf('drop'), "'drop' wants a ratio like '1%' or '0.01', not ''")
  t.equal(errorOf('delay:50'), "'delay' wants a duration like '50ms' or '2s', not '50'")
  t.equal(errorOf('disconnect:1.5'), "'disconnect' wants a count like '3', not '1.5'")
  t.equal(errorOf('drop:101%'), "'drop' is 1.01, the limits are 0 and 1")
  t.equal(errorOf('drop:1%,drop:2%'), "'drop' is given twice")
  t.equal(errorOf('toString:1'), "'toString' is no fault")
})

t.test('the schema knows the names of the table and nothing else', async (t) => {
  t.strictSame(Object.keys(FaultPlan.properties), [...FAULT_NAMES])
  t.notOk(Value.Check(FaultPlan, { droop: 1 }))
  t.notOk(Value.Check(FaultPlan, { drop: 2 }))
  t.notOk(Value.Check(FaultPlan, { disconnect: 1.5 }))
})
