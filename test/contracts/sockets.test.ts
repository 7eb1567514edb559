import t, { type Test } from 'tap'
import { METHODS, TOPICS } from '../../src/lib/contracts/topology.ts'
import { type Peer, SERVICES, type Service } from '../../src/lib/contracts/words.ts'
import { guardBus } from '../../src/lib/daemon/door.ts'
import type { Bus, BusAnswer } from '../../src/lib/ports/bus.ts'
import type { Log } from '../../src/lib/ports/log.ts'
import { busOf, closeBus, socketFolder } from '../kit/bus.ts'
import { until } from '../kit/until.ts'
import { examples } from './examples.ts'
import { type Message, messagesOf } from './messages.ts'

const messages = messagesOf({ topics: TOPICS, methods: METHODS })
const concrete = (topic: string): string => topic.replace('{symbol}', 'BTCUSDT')
const bodiesOf = (name: string): readonly unknown[] => Object.values(examples[name] ?? {})
/** A reader that joins between two messages hears the second one first. */
const sorted = (bodies: Iterable<unknown>): readonly unknown[] => [...bodies].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
const firstOf = (name: string): unknown => bodiesOf(name)[0]

/** A real bus for every peer, each behind its door. */
const openAll = async (test: Test): Promise<ReadonlyMap<Peer, Bus>> => {
  const directory = socketFolder(test)
  const peers: readonly Peer[] = [...SERVICES, 'cli']
  const opened = await Promise.all(peers.map(async (peer) => [peer, await busOf(peer, { directory })] as const))
  test.teardown(async () => {
    for (const [, bus] of opened) await closeBus(bus)
  })
  const log: Log = { write: (_level, message, fields) => void test.fail(`${message} ${JSON.stringify(fields)}`) }
  return new Map(opened.map(([peer, bus]) => [peer, guardBus(peer, bus, log)]))
}

const of = (buses: ReadonlyMap<Peer, Bus>, peer: Peer): Bus => {
  const bus = buses.get(peer)
  if (bus === undefined) throw new Error(`no bus of '${peer}'`)
  return bus
}

t.test('every topic crosses real sockets to each of its readers', async (t) => {
  const buses = await openAll(t)
  const published = messages.filter(({ frame }) => frame === 'published')
  const got = new Map<string, Map<string, unknown>>()
  const wanted: string[] = []
  for (const [topic, { readers, bodies }] of Object.entries(TOPICS)) {
    for (const reader of readers) {
      wanted.push(...Object.keys(bodies).map((type) => `${reader} ${concrete(topic)} ${type}`))
      of(buses, reader).subscribe(topic, (message) => {
        const key = `${reader} ${message.topic} ${message.type}`
        got.set(key, (got.get(key) ?? new Map()).set(JSON.stringify(message.body), message.body))
      })
    }
  }
  const publishAll = (): void => {
    for (const { route, type, name } of published) {
      const by = TOPICS[route]?.by ?? 'sim'
      for (const body of bodiesOf(name)) of(buses, by).publish({ topic: concrete(route), type, body, correlationId: 'c-1' })
    }
  }
  const isWhole = (key: string, { name }: Message): boolean => (got.get(key)?.size ?? 0) >= bodiesOf(name).length
  const messageOf = (key: string): Message | undefined => published.find(({ route, type }) => key.endsWith(` ${concrete(route)} ${type}`))
  await until(
    'every reader has everything',
    () => {
      publishAll()
      return wanted.every((key) => {
        const message = messageOf(key)
        return message !== undefined && isWhole(key, message)
      })
    },
    { everyMs: 50 },
  )
  for (const key of wanted) t.same(sorted(got.get(key)?.values() ?? []), sorted(bodiesOf(messageOf(key)?.name ?? '')), key)
})

t.test('every request and its answer cross real sockets', async (t) => {
  const buses = await openAll(t)
  const asked: unknown[] = []
  for (const service of SERVICES) {
    const bus = of(buses, service)
    bus.serve(({ requestId, method, body }) => {
      asked.push(body)
      bus.reply(requestId, { ok: true, body: firstOf(`${method}.answer`) })
    })
  }
  const ask = (caller: Peer, service: Service, method: string): Promise<BusAnswer> =>
    new Promise((resolve) => {
      const call = { service, method, body: firstOf(`${method}.request`), timeoutUs: 5_000_000, correlationId: 'c-1' }
      of(buses, caller).request(call, resolve)
    })
  let count = 0
  for (const [method, { by, callers }] of Object.entries(METHODS)) {
    for (const service of by) {
      for (const caller of callers.filter((caller) => method !== 'hello' && caller !== service)) {
        asked.length = 0
        const answer = await ask(caller, service, method)
        t.match(answer, { ok: true, epoch: 1 }, `${caller} asks ${service} ${method}`)
        t.same(answer.ok && answer.body, firstOf(`${method}.answer`))
        t.same(asked, [firstOf(`${method}.request`)])
        count += 1
      }
    }
  }
  t.ok(count >= 20, `${count} arrows`)
})
