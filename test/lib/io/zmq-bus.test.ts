import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t, { type Test } from 'tap'
import type { BusMessage } from '../../../src/lib/ports/bus.ts'
import { ask, busOf, closeBus, codeOf, echo, socketFolder } from '../../kit/bus.ts'
import { until } from '../../kit/until.ts'

const peerFile = join(import.meta.dirname, '../../fixtures/bus-peer.ts')

const startPeer = async (t: Test, directory: string, epoch: number) => {
  const child = spawn(process.execPath, [peerFile, directory, 'risk', String(epoch)], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

const check = { service: 'risk', method: 'risk.check' } as const

t.test('binds sockets that only their owner may touch', async (t) => {
  const directory = socketFolder(t)
  const umask = process.umask()
  const bus = await busOf('risk', { directory })
  for (const kind of ['pub', 'rpc']) t.equal(statSync(join(directory, `risk.${kind}.sock`)).mode & 0o777, 0o600)
  t.equal(process.umask(), umask, 'the umask of the process is as before')
  await closeBus(bus)
})

t.test('names its sockets after its instance, beside those of the service', async (t) => {
  const directory = socketFolder(t)
  const [first, second] = [await busOf('md', { directory }), await busOf('md', { directory, instance: 'md-2' })]
  t.strictSame(readdirSync(directory).sort(), ['md-2.pub.sock', 'md-2.rpc.sock', 'md.pub.sock', 'md.rpc.sock'])
  await Promise.all([closeBus(first), closeBus(second)])
})

t.test('binds nothing for the command line, which neither publishes nor serves', async (t) => {
  const bus = await busOf('cli', { directory: socketFolder(t) })
  t.throws(() => bus.publish({ topic: 'risk.health', type: 'health', body: {}, correlationId: 'c' }), { name: 'BugError' })
  t.throws(() => bus.serve(() => undefined), { name: 'BugError' })
  await closeBus(bus)
})

t.test('answers a request, waiting for the first connection', async (t) => {
  const directory = socketFolder(t)
  const [risk, exec] = [await busOf('risk', { directory, epoch: 7 }), await busOf('exec', { directory })]
  echo(risk)
  t.strictSame(await ask(exec, { ...check, body: { qty: '1.5' } }), { ok: true, epoch: 7, body: { body: { qty: '1.5' }, src: 'exec' } })
  const many = await Promise.all(Array.from({ length: 300 }, (_, index) => ask(exec, { ...check, body: index })))
  t.strictSame(
    many.map((answer) => (answer.ok ? (answer.body as { body: number }).body : -1)),
    Array.from({ length: 300 }, (_, index) => index),
  )
  t.match(risk.counters(), { served: 301, expired: 0, refused: 0 })
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('keeps fields that a newer minor version added', async (t) => {
  const directory = socketFolder(t)
  const [risk, exec] = [await busOf('risk', { directory, contracts: { risk: '1.7' } }), await busOf('exec', { directory, contracts: { risk: '1.0' } })]
  echo(risk)
  const answer = await ask(exec, { ...check, body: { qty: '1', futureField: [1, { a: null }] } })
  t.match(answer, { ok: true, body: { body: { qty: '1', futureField: [1, { a: null }] } } })
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('goes on with a peer that was killed and started again', async (t) => {
  const directory = socketFolder(t)
  const first = await startPeer(t, directory, 1)
  const exec = await busOf('exec', { directory })
  const messages: BusMessage[] = []
  exec.subscribe('risk.health', (message) => messages.push(message))
  t.match(await ask(exec, check), { ok: true, epoch: 1 })
  await until('messages of the first', () => messages.length > 3)
  first.kill('SIGKILL')
  await once(first, 'exit')
  await until('an answer at once that nobody is there', async () => codeOf(await ask(exec, { ...check, timeoutUs: 200_000 })) === 'UNREACHABLE')
  await startPeer(t, directory, 2)
  await until('an answer of the second', async () => {
    const answer = await ask(exec, { ...check, timeoutUs: 200_000 })
    return answer.ok && answer.epoch === 2
  })
  await until('messages of the second', () => messages.some(({ epoch }) => epoch === 2))
  t.strictSame(
    messages.filter(({ missed }) => missed > 0).map(({ epoch, seq }) => ({ epoch, seq })),
    [],
    'the new epoch is no gap',
  )
  t.equal(exec.counters().garbled, 0)
  await closeBus(exec)
})

t.test('sends nothing twice when the peer is replaced within one process', async (t) => {
  const directory = socketFolder(t)
  const exec = await busOf('exec', { directory })
  const served: unknown[] = []
  const open = async (epoch: number) => {
    const bus = await busOf('risk', { directory, epoch })
    bus.serve(({ requestId, body }) => {
      served.push(body)
      bus.reply(requestId, { ok: true, body })
    })
    return bus
  }
  let risk = await open(1)
  let n = 0
  for (const epoch of [2, 3]) {
    t.equal(codeOf(await ask(exec, { ...check, body: ++n })), 'ok')
    await closeBus(risk)
    risk = await open(epoch)
    await until('connected again', async () => {
      const answer = await ask(exec, { ...check, body: ++n, timeoutUs: 300_000 })
      return answer.ok && answer.epoch === epoch
    })
  }
  t.equal(new Set(served).size, served.length)
  await Promise.all([closeBus(risk), closeBus(exec)])
})
