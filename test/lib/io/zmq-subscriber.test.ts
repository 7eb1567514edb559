import t, { type Test } from 'tap'
import { Publisher } from 'zeromq'
import { encode } from '../../../src/lib/codec/cbor.ts'
import { hold } from '../../../src/lib/io/zmq-registry.ts'
import type { BusMessage } from '../../../src/lib/ports/bus.ts'
import { busOf, closeBus, socketFolder } from '../../kit/bus.ts'
import { until } from '../../kit/until.ts'

const envelope = (over: object = {}): Uint8Array =>
  encode({ v: 1, type: 'ticker', epoch: 1, seq: 1, tsUs: 5, src: 'md', correlationId: 'c', body: { bid: '1' }, ...over })

/** A publisher of any bytes in place of md, with one subscriber that is connected. */
const rawMd = async (t: Test, pattern: string) => {
  const directory = socketFolder(t)
  const socket = hold(new Publisher({ linger: 0, sendTimeout: 0 }))
  await socket.bind(`ipc://${directory}/md.pub.sock`)
  const bus = await busOf('cli', { directory })
  const messages: BusMessage[] = []
  const cancel = bus.subscribe(pattern, (message) => messages.push(message))
  const send = (topic: string, ...frames: Uint8Array[]): Promise<void> => socket.send([topic, ...frames])
  await until('the subscription works', async () => {
    await send('market_data.READY.ticker.', envelope({ src: 'probe' }))
    return messages.length > 0
  })
  messages.length = 0
  t.teardown(async () => {
    socket.close()
    await closeBus(bus)
  })
  return { bus, messages, send, cancel }
}

const tickers = 'market_data.{symbol}.ticker'

t.test('hands over every symbol of a plane, and nothing of the others', async (t) => {
  const { messages, send } = await rawMd(t, tickers)
  await send('market_data.BTCUSDT.trades.', envelope())
  await send('market_data.ETHUSDT.ticker.', envelope({ body: { bid: '2', later: true } }))
  await send('market_data.BTCUSDT.ticker.', envelope({ causationId: 'd' }))
  await until('two messages', () => messages.filter(({ src }) => src === 'md').length === 2)
  const common = { type: 'ticker', epoch: 1, seq: 1, tsUs: 5, src: 'md', correlationId: 'c', missed: 0 }
  t.strictSame(
    messages.filter(({ src }) => src === 'md'),
    [
      { ...common, topic: 'market_data.ETHUSDT.ticker', body: { bid: '2', later: true } },
      { ...common, topic: 'market_data.BTCUSDT.ticker', causationId: 'd', body: { bid: '1' } },
    ],
  )
})

t.test('counts what is missing before a message by its sequence, not over a new epoch', async (t) => {
  const { bus, messages, send } = await rawMd(t, tickers)
  const missedBefore = bus.counters().missed
  for (const [epoch, seq] of [
    [1, 10],
    [1, 11],
    [1, 15],
    [2, 40],
    [2, 42],
  ] as const)
    await send('market_data.BTCUSDT.ticker.', envelope({ epoch, seq }))
  await until('five messages', () => messages.filter(({ src }) => src === 'md').length === 5)
  t.strictSame(
    messages.filter(({ src }) => src === 'md').map(({ missed }) => missed),
    [0, 0, 3, 0, 1],
  )
  t.equal(bus.counters().missed - missedBefore, 4)
})

t.test('drops and counts strange bytes and goes on', async (t) => {
  const { bus, messages, send } = await rawMd(t, tickers)
  const topic = 'market_data.BTCUSDT.ticker.'
  const strange: Uint8Array[][] = [
    [],
    [new Uint8Array(0)],
    [Uint8Array.of(0xff, 0x00, 0x9f)],
    [envelope().subarray(0, 20)],
    [envelope(), envelope()],
    [encode('text')],
    [envelope({ v: 2 })],
    [envelope({ seq: -1 })],
    [Uint8Array.of(0xc2, 0x4a, ...new Uint8Array(10))],
  ]
  for (const frames of strange) await send(topic, ...frames)
  await send('market_data.no dot at the end', envelope())
  await send(topic, envelope({ seq: 99 }))
  await until('the good message', () => messages.some(({ seq }) => seq === 99))
  t.equal(bus.counters().garbled, strange.length + 1)
})

t.test('loses nothing silently when it is too slow', async (t) => {
  const directory = socketFolder(t)
  const md = await busOf('md', { directory })
  const bus = await busOf('cli', { directory })
  const messages: BusMessage[] = []
  bus.subscribe(tickers, (message) => messages.push(message))
  const publish = (body: unknown): void => md.publish({ topic: 'market_data.BTCUSDT.ticker', type: 'ticker', body, correlationId: 'c' })
  await until('the subscription works', () => {
    publish('probe')
    return messages.length > 0
  })
  const before = md.counters().published
  // One turn of the loop: the subscriber, in this process too, cannot read while this goes on.
  for (let index = 0; index < 30_000; index++) publish(index)
  await until('the stream is calm', () => {
    publish('end')
    return messages.at(-1)?.body === 'end'
  })
  const last = messages.at(-1)
  const first = messages[0]
  t.equal(md.counters().published > before + 30_000, true)
  t.equal(bus.counters().missed > 0, true, 'something was lost')
  t.equal(messages.length + bus.counters().missed, (last?.seq ?? 0) - (first?.seq ?? 0) + 1, 'received and missed make the whole stream')
  await Promise.all([closeBus(md), closeBus(bus)])
})

t.test('hands over nothing more after its cancel, and takes up the stream anew without a gap', async (t) => {
  const { bus, messages, send, cancel } = await rawMd(t, tickers)
  const topic = 'market_data.BTCUSDT.ticker.'
  await send(topic, envelope({ seq: 1 }))
  await until('the first', () => messages.some(({ src }) => src === 'md'))
  cancel()
  cancel()
  const later: BusMessage[] = []
  bus.subscribe(tickers, (message) => later.push(message))
  await until('a message of the second subscription', async () => {
    await send(topic, envelope({ seq: 50 }))
    return later.length > 0
  })
  t.equal(later[0]?.missed, 0)
  t.equal(messages.filter(({ src }) => src === 'md').length, 1)
})
