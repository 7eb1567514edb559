import t from 'tap'
import { binanceMarket, binanceUsdmMarket } from '../../../src/lib/venues/binance/market.ts'
import { krakenMarket } from '../../../src/lib/venues/kraken/market.ts'
import { answerOf, recordingRig } from '../../kit/recording-rig.ts'

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `S${index}USDT`)
const done = (id: number): string => `{"result":null,"id":${id}}`

t.test('asks for a snapshot a while after the streams of an address have begun', async (t) => {
  const rig = recordingRig(binanceMarket(), ['BTCUSDT'])
  t.match(rig.of('open'), [{ linkId: 1, path: /btcusdt@depth@100ms.*btcusdt@trade/ }])
  rig.give({ type: 'opened', linkId: 1 })
  t.equal(rig.of('ask').length, 0)
  rig.pass(300_000)
  t.match(rig.of('ask'), [{ symbol: 'BTCUSDT', request: { path: '/api/v3/depth', params: [[], ['limit', 1000]] } }])
  rig.give({ type: 'answered', result: answerOf(200) })
  t.match(rig.of('snapshot'), [{ symbol: 'BTCUSDT', text: '{"lastUpdateId":5}' }])
})

t.test('asks for no snapshot before the last control message was answered', async (t) => {
  const rig = recordingRig(binanceMarket(), names(50))
  rig.give({ type: 'opened', linkId: 1 })
  rig.pass(1_000_000)
  t.match(
    rig.of('send').map(({ text }) => JSON.parse(text).id),
    [1, 2],
  )
  t.ok(rig.plan.hears(1))
  rig.text(1, done(2))
  rig.text(1, '{"stream":"s0usdt@trade","data":{}}')
  rig.pass(5_000_000)
  t.equal(rig.of('ask').length, 0)
  rig.text(1, done(1))
  t.notOk(rig.plan.hears(1))
  rig.pass(300_000)
  t.equal(rig.of('ask').length, 1)
})

t.test('replaces a socket that leaves a control message unanswered', async (t) => {
  const rig = recordingRig(binanceMarket(), names(30))
  rig.give({ type: 'opened', linkId: 1 })
  rig.pass(10_000_000)
  t.match(rig.of('close'), [{ linkId: 1 }])
  rig.give({ type: 'closed', linkId: 1, reason: 'no answer' })
  rig.pass(60_000_000)
  rig.give({ type: 'opened', linkId: 2 })
  rig.give({ type: 'closed', linkId: 1, reason: 'late' })
  rig.text(2, done(2))
  rig.pass(9_000_000)
  t.strictSame([rig.of('open').length, rig.of('ask').length], [2, 1])
})

t.test('says which streams a venue refuses, and goes on with the others', async (t) => {
  const rig = recordingRig(binanceMarket(), names(30))
  rig.give({ type: 'opened', linkId: 1 })
  rig.text(1, '{"error":{"code":2,"msg":"Invalid request"},"id":1}')
  rig.pass(300_000)
  t.match(rig.of('say'), [{ text: /refuses streams: .*Invalid request/ }])
  t.equal(rig.of('ask').length, 1)
})

t.test('drops what was wanted with a lost connection, and tries to open it ever more slowly', async (t) => {
  const rig = recordingRig(binanceMarket(), ['BTCUSDT'])
  rig.give({ type: 'opened', linkId: 1 })
  rig.pass(300_000)
  rig.give({ type: 'closed', linkId: 1, reason: 'reset' })
  t.strictSame(rig.of('lost'), [{ type: 'lost', symbols: ['BTCUSDT'] }])
  rig.give({ type: 'answered', result: answerOf(503) })
  for (let linkId = 2; linkId < 12; linkId++) {
    rig.pass(60_000_000)
    rig.give({ type: 'closed', linkId, reason: 'refused' })
  }
  t.equal(rig.of('ask').length, 1)
  const waits = rig.of('timer').flatMap(({ id, afterUs }) => (id.startsWith('open') ? [afterUs] : []))
  t.equal(waits.length, 11)
  for (const [tries, wait] of waits.entries()) t.ok(wait >= 1_000_000 && wait <= Math.min(60_000_000, 1_000_000 * 2 ** tries), `${wait} after ${tries}`)
})

t.test('throws away the snapshot that was under way when its connection was lost', async (t) => {
  const rig = recordingRig(binanceMarket(), ['BTCUSDT'])
  rig.give({ type: 'opened', linkId: 1 })
  rig.pass(300_000)
  rig.give({ type: 'closed', linkId: 1, reason: 'reset' })
  rig.give({ type: 'answered', result: answerOf(200) })
  t.equal(rig.of('snapshot').length, 0)
})

t.test('opens as many sockets as the streams need, and all routes of a venue', async (t) => {
  t.equal(recordingRig(binanceMarket(), names(1_000)).of('open').length, 3)
  t.equal(recordingRig(binanceUsdmMarket(), ['BTCUSDT']).of('open').length, 2)
})

t.test('asks for no snapshot that the stream brings', async (t) => {
  const rig = recordingRig(krakenMarket(), ['BTC-USD'])
  for (const { linkId } of rig.of('open')) rig.give({ type: 'opened', linkId })
  for (const id of [1, 2, 3]) rig.text(id, `{"method":"subscribe","req_id":${id},"success":true}`)
  rig.pass(1_000_000)
  t.equal(rig.of('send').length, 3)
  t.equal(rig.of('ask').length, 0)
})
