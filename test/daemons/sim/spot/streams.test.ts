import t from 'tap'
import type { Turn } from '../../../../src/daemons/sim/events.ts'
import { createStreams } from '../../../../src/daemons/sim/spot/streams.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'

const rig = () => {
  const sent: Array<[string, string]> = []
  const closed: Array<[string, number]> = []
  let nowUs = 1
  const turn: Turn = {
    get nowUs() {
      return epochUs(nowUs)
    },
    emit: (out) => {
      if (out.type === 'socket.send') sent.push([out.socketId, out.text])
      if (out.type === 'socket.close') closed.push([out.socketId, out.code])
    },
  }
  const streams = createStreams()
  const control = (socketId: string, message: unknown): unknown => {
    nowUs += 300_000
    streams.control(socketId, typeof message === 'string' ? message : JSON.stringify(message), turn)
    return JSON.parse(sent.at(-1)?.[1] ?? 'null')
  }
  return { sent, closed, turn, streams, control }
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

t.test('refuses more streams than one connection may have', async (t) => {
  const { streams, control } = rig()
  streams.open('s', '/ws', '')
  const names = Array.from({ length: 1_024 }, (_, index) => `s${index}@trade`)
  t.match(control('s', { method: 'SUBSCRIBE', params: names, id: 1 }), { result: null })
  t.match(control('s', { method: 'SUBSCRIBE', params: ['more@trade'], id: 2 }), { code: 2, msg: 'Invalid request: too many parameters', id: 2 })
  t.equal(streams.subscriptions('s').length, 1_024)
})

t.test('cuts a client that sends more than five messages in a second', async (t) => {
  const { streams, closed, turn } = rig()
  streams.open('s', '/ws', '')
  for (let count = 0; count < 5; count++) streams.control('s', '{"method":"LIST_SUBSCRIPTIONS","id":1}', turn)
  t.strictSame(closed, [])
  streams.control('s', '{"method":"LIST_SUBSCRIPTIONS","id":1}', turn)
  t.strictSame(closed, [['s', 1008]])
})

t.test('writes times in microseconds for those who ask', async (t) => {
  const { streams, sent, turn } = rig()
  streams.open('s', '/ws/a@trade', 'timeUnit=MICROSECOND')
  const raw = '{"e":"trade","E":1723161256322,"s":"A","t":5266583935,"T":1723161256321,"m":false}'
  streams.send('a@trade', { wrapped: raw, raw }, turn)
  t.strictSame(sent, [['s', '{"e":"trade","E":1723161256322000,"s":"A","t":5266583935,"T":1723161256321000,"m":false}']])
})

t.test('tells every socket of its end in its own form', async (t) => {
  const { streams, sent, turn } = rig()
  streams.open('raw', '/ws', '')
  streams.open('all', '/stream', '')
  streams.tellAll({ e: 'serverShutdown', E: 7 }, turn)
  t.strictSame(sent, [
    ['raw', '{"e":"serverShutdown","E":7}'],
    ['all', '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":7}}'],
  ])
})

t.test('counts pings among the messages of a client', async (t) => {
  const desk = new SimDesk()
  const socket = desk.open('/ws/btcusdt@trade')
  for (let count = 0; count < 5; count++) desk.give({ type: 'socket.ping', socketId: socket })
  const closed = () => desk.outs.filter(({ type }) => type === 'socket.close')
  t.strictSame(closed(), [])
  desk.say(socket, { method: 'LIST_SUBSCRIPTIONS', id: 1 })
  t.strictSame(closed(), [{ type: 'socket.close', socketId: socket, code: 1008 }])
})
