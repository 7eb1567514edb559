import t from 'tap'
import { instrumentsOf } from '../../../src/lib/cli/exec-instruments.ts'
import { fakePeer } from '../../kit/cli-peer.ts'

t.test('the latest word about a symbol counts', async (t) => {
  const told = (lotSize: string) => ({ type: 'exec.reconciled', body: { instruments: [{ symbol: 'BTCUSDT', lotSize }] } })
  const peer = fakePeer(() => ({ ok: true, epoch: 1, body: { events: [told('0.1'), { type: 'order.changed', body: {} }, told('0.2')] } }))
  t.match([...(await instrumentsOf(peer))], [['BTCUSDT', { lotSize: '0.2' }]])
})
