import t from 'tap'
import { inMicros, isMicro, streamsOf } from '../../../../src/daemons/sim/spot/stream-address.ts'

t.test('finds streams in path and query, and the unit of time', async (t) => {
  t.strictSame(streamsOf('/ws/a@trade', 'timeUnit=MICROSECOND'), ['a@trade'])
  t.strictSame(streamsOf('/stream', 'x=1&streams=a%40trade/b@depth'), ['a@trade', 'b@depth'])
  t.strictSame([isMicro('timeUnit=MICROSECOND'), isMicro('streams=a&timeUnit=microsecond'), isMicro('')], [true, true, false])
})

t.test('lengthens times and no other number', async (t) => {
  t.equal(
    inMicros('{"E":1723161256322,"u":1723161256322,"k":{"t":1723161256000,"T":1723161256999}}'),
    '{"E":1723161256322000,"u":1723161256322,"k":{"t":1723161256000000,"T":1723161256999000}}',
  )
})
