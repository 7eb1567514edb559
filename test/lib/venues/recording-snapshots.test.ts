import t from 'tap'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { answerOf, recordingRig } from '../../kit/recording-rig.ts'

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `S${index}USDT`)
const started = (count: number) => {
  const rig = recordingRig(binanceMarket(), names(count))
  rig.give({ type: 'opened', linkId: 1 })
  for (let id = 1; id < 4; id++) rig.text(1, `{"result":null,"id":${id}}`)
  rig.pass(300_000)
  return rig
}

t.test('asks for one after the other, within half of what the venue allows in a minute', async (t) => {
  const rig = started(20)
  t.equal(rig.of('ask').length, 1)
  rig.pass(9_000_000)
  t.equal(rig.of('ask').length, 1, 'one at a time')
  const many = started(15)
  for (let round = 0; round < 400; round++) many.give({ type: 'wanted', symbol: `S${round}USDT` })
  let fromCount = 0
  for (let minute = 0; minute < 6; minute++) {
    for (let tenth = 0; tenth < 600; tenth++) {
      many.give({ type: 'answered', result: answerOf(200) })
      many.pass(100_000)
    }
    const spent = (many.of('ask').length - fromCount) * 50
    t.ok(spent <= 3_000, `${spent} in a minute`)
    fromCount = many.of('ask').length
  }
  t.ok(fromCount > 200, `${fromCount} in six minutes`)
})

t.test('sends nothing for as long as the venue says, then asks again', async (t) => {
  const rig = started(1)
  rig.give({ type: 'answered', result: answerOf(429, { 'retry-after': '40' }) })
  t.match(rig.of('say'), [{ text: "no snapshot of 'S0USDT': status 429; asking again" }])
  rig.give({ type: 'wanted', symbol: 'S0USDT' })
  rig.pass(39_900_000)
  t.equal(rig.of('ask').length, 1)
  rig.pass(200_000)
  t.equal(rig.of('ask').length, 2)
})

t.test('follows the weight that the venue counts', async (t) => {
  const rig = started(2)
  rig.give({ type: 'answered', result: answerOf(200, { 'x-mbx-used-weight-1m': '2990' }) })
  t.equal(rig.of('ask').length, 1)
  rig.pass(60_000_000)
  t.equal(rig.of('ask').length, 2)
})

t.test('asks for others while one waits for its next attempt', async (t) => {
  const rig = started(2)
  rig.give({ type: 'answered', result: { ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 } })
  t.strictSame(
    rig.of('ask').map(({ symbol }) => symbol),
    ['S0USDT', 'S1USDT'],
  )
  rig.give({ type: 'answered', result: answerOf(200) })
  rig.pass(2_000_000)
  t.equal(rig.of('ask').at(-1)?.symbol, 'S0USDT')
})

t.test('wishes that go on shorten no wait, and double no request', async (t) => {
  const rig = started(1)
  rig.give({ type: 'wanted', symbol: 'S0USDT' })
  rig.give({ type: 'answered', result: answerOf(200) })
  rig.pass(10_000_000)
  t.equal(rig.of('ask').length, 1, 'one request for both wishes')
  rig.give({ type: 'wanted', symbol: 'S0USDT' })
  for (let second = 0; second < 60; second++) {
    if (second % 3 === 0) rig.give({ type: 'wanted', symbol: 'S0USDT' })
    rig.give({ type: 'answered', result: answerOf(500) })
    rig.pass(1_000_000)
  }
  const count = rig.of('ask').length - 1
  t.ok(count > 2 && count < 12, `${count} requests in a minute of status 500`)
})
