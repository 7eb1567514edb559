import t from 'tap'
import { epochUs } from '../../../src/lib/base/units.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import type { BusMessage } from '../../../src/lib/ports/bus.ts'
import { busOf, closeBus, socketFolder } from '../../kit/bus.ts'
import { until } from '../../kit/until.ts'

const pairOf = async (t: import('tap').Test) => {
  const directory = socketFolder(t)
  const clock = { ...systemClock(), nowUs: () => epochUs(77) }
  const [exec, cli] = [await busOf('exec', { directory, epoch: 9, clock }), await busOf('cli', { directory })]
  const messages: BusMessage[] = []
  for (const topic of ['exec.events', 'exec.health']) cli.subscribe(topic, (message) => messages.push(message))
  const publish = (topic: string, body: unknown): void => exec.publish({ topic, type: 'probe', body, correlationId: 'c' })
  await until('the subscription works', () => {
    publish('exec.health', 'probe')
    return messages.length > 0
  })
  await until('all probes are here', () => messages.length > 0 && messages.length === exec.counters().published - (messages[0]?.seq ?? 0) + 1)
  messages.length = 0
  return { exec, cli, messages, publish }
}

t.test('numbers each topic on its own and adds epoch, time and source', async (t) => {
  const { exec, cli, messages, publish } = await pairOf(t)
  const before = exec.counters().published
  for (const body of [1, 2]) publish('exec.events', body)
  publish('exec.health', 3)
  exec.publish({ topic: 'exec.events', type: 'order.filled', body: null, correlationId: 'c', causationId: 'i' })
  await until('four messages', () => messages.length === 4)
  t.strictSame(messages[0], { topic: 'exec.events', type: 'probe', epoch: 9, seq: 1, tsUs: 77, src: 'exec', correlationId: 'c', body: 1, missed: 0 })
  t.match(messages[3], { seq: 3, type: 'order.filled', causationId: 'i', body: null })
  t.strictSame(
    messages.map(({ topic, seq }) => [topic, topic === 'exec.health' ? seq - before : seq]),
    [
      ['exec.events', 1],
      ['exec.events', 2],
      ['exec.health', 1],
      ['exec.events', 3],
    ],
  )
  await Promise.all([closeBus(exec), closeBus(cli)])
})

t.test('drops and counts what it cannot send, which its readers see as missing', async (t) => {
  const { exec, cli, messages, publish } = await pairOf(t)
  for (const body of ['a', Number.NaN, 10n, 'x'.repeat(1024 * 1024), 'b']) publish('exec.events', body)
  await until('both', () => messages.length === 2)
  t.strictSame(
    messages.map(({ body, seq, missed }) => [body, seq, missed]),
    [
      ['a', 1, 0],
      ['b', 5, 3],
    ],
  )
  t.equal(exec.counters().publishDropped, 3)
  await Promise.all([closeBus(exec), closeBus(cli)])
})

t.test('still delivers its last words when it closes, and nothing afterwards', async (t) => {
  const { exec, cli, messages, publish } = await pairOf(t)
  for (let index = 0; index < 200; index++) publish('exec.events', index)
  await closeBus(exec)
  publish('exec.events', 'after the end')
  await until('the last words', () => messages.at(-1)?.body === 199)
  t.equal(messages.length, 200)
  await closeBus(cli)
})
