import t from 'tap'
import { inMicroseconds, wantsMicroseconds } from '../../../../src/daemons/sim/spot/time-unit.ts'

t.test('multiplies times, wherever they are, and nothing else', async (t) => {
  t.strictSame(inMicroseconds([{ time: 5, id: 5, more: { workingTime: -1, transactTime: 2 } }]), [
    { time: 5_000, id: 5, more: { workingTime: -1, transactTime: 2_000 } },
  ])
})

t.test('knows two units', async (t) => {
  t.strictSame([wantsMicroseconds(undefined), wantsMicroseconds('MILLISECOND'), wantsMicroseconds('MICROSECOND')], [false, false, true])
  t.throws(() => wantsMicroseconds('NANOSECOND'), { code: -1194 })
})
