import t from 'tap'
import { isSubscribedByKey, keepKey, takeKept } from '../../../src/daemons/exec/stream-key.ts'
import type { Turn } from '../../../src/daemons/exec/turn.ts'
import { binanceUsdmOrders } from '../../../src/lib/venues/binance-usdm/orders.ts'
import { lost, ok, refused } from './paper-venue.ts'
import { Rig } from './rig.ts'

const setUp = () => {
  const rig = new Rig().start()
  const turn: Turn = { ...rig.turn(), venue: binanceUsdmOrders }
  rig.state.stream.sinceUs = null
  return { rig, turn, generation: rig.state.stream.generation }
}

t.test('an open socket is a subscription where a key opened it', async (t) => {
  const { rig, turn } = setUp()
  t.notOk(isSubscribedByKey(rig.turn()))
  t.equal(rig.state.stream.sinceUs, null)
  t.ok(isSubscribedByKey(turn))
  t.equal(rig.state.stream.sinceUs, turn.nowUs)
  t.match(rig.outs.at(-1), { type: 'timer.set', id: 'streamKey', afterUs: 1_800_000_000 })
})

t.test('a key is kept while its stream is open', async (t) => {
  const { rig, turn, generation } = setUp()
  const count = rig.outs.length
  keepKey(turn)
  t.equal(rig.outs.length, count)
  isSubscribedByKey(turn)
  keepKey(turn)
  t.match(rig.outs.slice(-2), [{ type: 'venue.send', id: `streamKey|${generation}`, request: { method: 'PUT' } }, { id: 'streamKey' }])
})

t.test('only a key that the venue does not know ends the stream', async (t) => {
  const { rig, turn, generation } = setUp()
  const gone = refused(400, -1125, 'This listenKey does not exist.')
  t.ok(takeKept(turn, generation, gone), 'no stream is open')
  isSubscribedByKey(turn)
  t.ok(takeKept(turn, generation, ok({ listenKey: 'k' })))
  t.ok(takeKept(turn, generation - 1, gone), 'of an earlier stream')
  t.ok(takeKept(turn, generation, lost))
  t.match(rig.outs.at(-1), { type: 'timer.set', id: 'streamKey', afterUs: 60_000_000 }, 'asked again soon')
  t.notOk(takeKept(turn, generation, gone))
})
