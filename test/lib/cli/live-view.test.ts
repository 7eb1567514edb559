import t from 'tap'
import { liveLines, liveRecord, liveState } from '../../../src/lib/cli/live-view.ts'
import { fakePeer, unreachable } from '../../kit/cli-peer.ts'
import { cleanEvidence } from '../../kit/evidence.ts'
import { execStream } from '../../kit/exec-stream.ts'

const following = () => {
  const peer = fakePeer(() => unreachable)
  const state = liveState(peer.bus)
  const stream = execStream()
  const tell = ({ type, body }: { readonly type: string; readonly body: unknown }): void => peer.publish('exec.events', { type, body })
  const ticker = (bid: string): void =>
    peer.publish('market_data.{symbol}.ticker', { body: { symbol: 'BTCUSDT', updateId: 1, bid, bidQty: '1', ask: '60001', askQty: '2' } })
  return { peer, state, stream, tell, ticker }
}

t.test('shows the newest of everything in one record', async (t) => {
  const { peer, state, stream, tell, ticker } = following()
  ticker('59999')
  ticker('60000')
  tell(stream.changed({ status: 'SENT' }, 'send'))
  tell(stream.changed({ clientOrderId: 'c2', status: 'SENT' }, 'send'))
  tell(stream.changed({ clientOrderId: 'c2', status: 'REJECTED' }, 'reject'))
  tell(stream.filled({}))
  peer.publish('acct.state', { body: cleanEvidence().account })
  peer.publish('md.health', { body: { state: 'running', ready: true, reason: 'ok', lagMs: 0 } })
  t.strictSame(liveRecord(state, 1_500.4, 7), {
    ...{ v: 1, type: 'demo.state', ts: 7, src: 'demo', elapsedMs: 1_500 },
    tickers: [{ symbol: 'BTCUSDT', bid: '60000', bidQty: '1', ask: '60001', askQty: '2' }],
    ...{ equity: '219974.5', realized: '0.003996', sent: 2, fills: 1, openOrders: 1 },
    health: { md: 'running' },
  })
})

t.test('draws the same, and says so while the books are not open', async (t) => {
  const { peer, state, stream, tell, ticker } = following()
  const before = liveLines(state, 0).join('\n')
  t.match(before, /books are not open yet/)
  t.match(before, /sim \.\.\. {3}md \.\.\./)
  ticker('60000')
  tell(stream.changed({ clientOrderId: 'c7', status: 'WORKING', filledQty: '0.0001' }))
  peer.publish('acct.state', { body: cleanEvidence().account })
  const lines = liveLines(state, 12_345)
  t.match(lines[0], /12\.3 s {3}orders sent 0 {3}fills 0/)
  t.match(
    lines.find((line) => line.includes('c7')),
    /buy +0\.001 @ 60000 +WORKING +filled 0\.0001/,
  )
  t.match(
    lines.find((line) => line.includes('position')),
    /BTCUSDT +position 0\.000599 +average 60000\.01 +realized 0\.003996 +unrealized 1\.5/,
  )
})
