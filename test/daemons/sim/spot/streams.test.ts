import t from 'tap'
import type { Turn } from '../../../../src/daemons/sim/events.ts'
import { createStreams } from '../../../../src/daemons/sim/spot/streams.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'

const rig = () => {
  const sent: Array<[string, string]> = []
  const turn: Turn = { nowUs: epochUs(1), emit: (out) => out.type === 'socket.send' && sent.push([out.socketId, out.text]) }
  const streams = createStreams()
  const control = (socketId: string, message: unknown): unknown => {
    streams.control(socketId, typeof message === 'string' ? message : JSON.stringify(message), turn)
    return JSON.parse(sent.at(-1)?.[1] ?? 'null')
  }
  return { sent, turn, streams, control }
}
const text = { wrapped: 'wrapped', raw: 'raw' }

t.test('reads streams from every form of address', async (t) => {
  const { streams } = rig()
  const named = (path: string, query = ''): readonly string[] => {
    streams.open('s', path, query)
    return streams.subscriptions('s')
  }
  t.strictSame(named('/ws/btcusdt@trade'), ['btcusdt@trade'])
  t.strictSame(named('/ws/a@trade/b@trade'), ['a@trade', 'b@trade'])
  t.strictSame(named('/stream', 'streams=a@trade/b%40trade'), ['a@trade', 'b@trade'])
  t.strictSame([named('/stream', 'streams='), named('/ws'), named('/ws/0')], [[], [], []])
})

t.test('sends the bare event to raw sockets and the combined form to the others', async (t) => {
  const { streams, sent, turn } = rig()
  streams.open('raw', '/ws/a@trade', '')
  streams.open('all', '/stream', 'streams=a@trade')
  streams.open('none', '/ws', '')
  streams.send('a@trade', text, turn)
  t.strictSame(sent, [
    ['raw', 'raw'],
    ['all', 'wrapped'],
  ])
  streams.close('raw')
  streams.close('all')
  t.strictSame([streams.wanted('a@trade'), streams.sentCount, [...streams.sockets()]], [false, 2, ['none']])
})

t.test('subscribes, lists and unsubscribes, and echoes every form of id', async (t) => {
  const { streams, control, sent, turn } = rig()
  streams.open('s', '/ws', '')
  t.strictSame(streams.control('s', JSON.stringify({ method: 'SUBSCRIBE', params: ['a@trade'], id: 1 }), turn), ['a@trade'])
  t.strictSame(JSON.parse(sent[0]?.[1] ?? ''), { result: null, id: 1 })
  t.strictSame(control('s', { method: 'LIST_SUBSCRIPTIONS', id: 'x1' }), { result: ['a@trade'], id: 'x1' })
  t.strictSame(control('s', { method: 'UNSUBSCRIBE', params: ['a@trade'], id: null }), { result: null, id: null })
  t.equal(streams.wanted('a@trade'), false)
})

t.test('changes the form of its frames on demand', async (t) => {
  const { streams, control, sent, turn } = rig()
  streams.open('s', '/ws/a@trade', '')
  t.strictSame(control('s', { method: 'SET_PROPERTY', params: ['combined', true], id: 1 }), { result: null, id: 1 })
  t.strictSame(control('s', { method: 'GET_PROPERTY', params: ['combined'], id: 2 }), { result: true, id: 2 })
  streams.send('a@trade', text, turn)
  t.strictSame(sent.at(-1), ['s', 'wrapped'])
})

t.test('answers what it cannot read with the code of the venue', async (t) => {
  const { streams, control, turn } = rig()
  streams.open('s', '/ws', '')
  t.match(control('s', '{'), { code: 3 })
  t.match(control('s', '7'), { code: 2 })
  t.match(control('s', { params: [], id: 1 }), { code: 2, msg: 'Invalid request: missing field `method`', id: 1 })
  t.match(control('s', { method: 'DANCE', id: 1 }), { code: 2, id: 1 })
  t.match(control('s', { method: 'SUBSCRIBE', params: 'a', id: 1 }), { code: 2 })
  t.match(control('s', { method: 'SUBSCRIBE', params: [], id: {} }), { code: 2 })
  t.match(control('s', { method: 'SET_PROPERTY', params: ['combined', 1], id: 1 }), { code: 1 })
  t.match(control('s', { method: 'GET_PROPERTY', params: ['colour'], id: 1 }), { code: 0 })
  t.strictSame(streams.control('unknown', '{}', turn), [])
})
