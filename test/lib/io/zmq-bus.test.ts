import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import t, { type Test } from 'tap'
import { systemClock } from '../../../src/lib/io/clock.ts'
import type { BusAnswer, BusMessage } from '../../../src/lib/ports/bus.ts'
import { ask, busOf, closeBus, echo } from '../../kit/bus.ts'
import { until } from '../../kit/until.ts'

const peerFile = resolve(import.meta.dirname, '../../fixtures/bus-peer.ts')

/** Short, because a socket path has at most 100 bytes. */
const folderOf = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bus-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const startPeer = async (t: Test, directory: string, epoch: number) => {
  const child = spawn(process.execPath, [peerFile, directory, 'risk', String(epoch)], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

const codeOf = (answer: BusAnswer): string => (answer.ok ? 'ok' : answer.error.code)
const check = { service: 'risk', method: 'risk.check' } as const

t.test('binds sockets that only their owner may touch', async (t) => {
  const directory = folderOf(t)
  const umask = process.umask()
  const bus = await busOf('risk', { directory })
  for (const kind of ['pub', 'rpc']) t.equal(statSync(join(directory, `risk.${kind}.sock`)).mode & 0o777, 0o600)
  t.equal(process.umask(), umask, 'the umask of the process is as before')
  await closeBus(bus)
})

t.test('binds nothing for the command line, which neither publishes nor serves', async (t) => {
  const bus = await busOf('cli', { directory: folderOf(t) })
  t.throws(() => bus.publish({ topic: 'risk.health', type: 'health', body: {}, correlationId: 'c' }), { name: 'BugError' })
  t.throws(() => bus.serve(() => undefined), { name: 'BugError' })
  await closeBus(bus)
})

t.test('answers a request, waiting for the first connection', async (t) => {
  const directory = folderOf(t)
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

t.test('gives the request to the daemon with deadline, source and correlation', async (t) => {
  const directory = folderOf(t)
  const clock = systemClock()
  const [risk, exec] = [await busOf('risk', { directory, epoch: 7, clock }), await busOf('exec', { directory })]
  const seen: unknown[] = []
  risk.serve((request) => {
    const leftUs = request.deadlineUs - clock.nowUs()
    seen.push({ ...request, deadlineUs: leftUs > 0 && leftUs <= 2_000_000 })
    risk.reply(request.requestId, { ok: false, error: { code: 'RISK_LIMIT', category: 'reject', message: 'above the limit' } })
  })
  const answer = await ask(exec, { ...check, correlationId: 'c-1', causationId: 'i-1' })
  t.strictSame(answer, { ok: false, error: { code: 'RISK_LIMIT', category: 'reject', message: 'above the limit' } })
  t.strictSame(seen, [{ requestId: '7-1', method: 'risk.check', src: 'exec', deadlineUs: true, correlationId: 'c-1', causationId: 'i-1', body: {} }])
  risk.reply('7-1', { ok: true, body: {} })
  t.equal(risk.counters().undelivered, 1, 'a second answer finds nobody')
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('answers UNREACHABLE without a peer, at once after the first connection was waited for', async (t) => {
  const bus = await busOf('exec', { directory: folderOf(t) })
  t.equal(codeOf(await ask(bus, check)), 'UNREACHABLE')
  const startMs = performance.now()
  t.equal(codeOf(await ask(bus, check)), 'UNREACHABLE')
  t.ok(performance.now() - startMs < 100, 'the second time nothing waits')
  t.match(bus.counters(), { requested: 2, unreachable: 2, timedOut: 0 })
  await closeBus(bus)
})

t.test('answers TIMEOUT by the deadline, and counts the answer that comes late', async (t) => {
  const directory = folderOf(t)
  const [risk, exec] = [await busOf('risk', { directory }), await busOf('exec', { directory })]
  const held: string[] = []
  risk.serve(({ requestId }) => held.push(requestId))
  const startUs = systemClock().monoUs()
  t.equal(codeOf(await ask(exec, { ...check, timeoutUs: 50_000 })), 'TIMEOUT')
  t.ok(systemClock().monoUs() - startUs >= 50_000, 'not before the deadline')
  for (const requestId of held) risk.reply(requestId, { ok: true, body: 'late' })
  await until('the late answer', () => exec.counters().late === 1)
  t.match(exec.counters(), { timedOut: 1 })
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('drops a request whose deadline is past on the clock of the host, whatever the wall clocks say', async (t) => {
  const directory = folderOf(t)
  const real = systemClock()
  const hourBehind = { ...real, nowUs: () => (real.nowUs() - 3_600_000_000) as ReturnType<typeof real.nowUs> }
  const slow = { ...real, monoUs: () => (real.monoUs() - 10_000_000) as ReturnType<typeof real.monoUs> }
  const risk = await busOf('risk', { directory })
  const [exec, late] = [await busOf('exec', { directory, clock: hourBehind }), await busOf('strat', { directory, clock: slow })]
  echo(risk)
  t.equal(codeOf(await ask(exec, check)), 'ok')
  t.equal(codeOf(await ask(late, { ...check, timeoutUs: 100_000 })), 'TIMEOUT')
  t.match(risk.counters(), { served: 1, expired: 2 }, 'the hello and the request are past')
  await Promise.all([closeBus(risk), closeBus(exec), closeBus(late)])
})

t.test('refuses a peer of another contract major, and understands its successor', async (t) => {
  const directory = folderOf(t)
  const risk = await busOf('risk', { directory, contracts: { risk: '2.1', envelope: '1.0' } })
  echo(risk)
  const exec = await busOf('exec', { directory, contracts: { risk: '1.4', envelope: '1.0' } })
  const first = await ask(exec, check)
  t.match(first, { ok: false, error: { code: 'CONTRACT_MAJOR', message: "contract 'risk' is 1.4, this side speaks 2.1" } })
  t.equal(codeOf(await ask(exec, check)), 'CONTRACT_MAJOR')
  t.equal(risk.counters().served, 0, 'no request reaches the daemon')
  await closeBus(risk)
  const successor = await busOf('risk', { directory, epoch: 2, contracts: { risk: '1.9', envelope: '1.0' } })
  echo(successor)
  await until('the successor is understood', async () => (await ask(exec, check)).ok)
  await Promise.all([closeBus(successor), closeBus(exec)])
})

t.test('keeps fields that a newer minor version added', async (t) => {
  const directory = folderOf(t)
  const [risk, exec] = [await busOf('risk', { directory, contracts: { risk: '1.7' } }), await busOf('exec', { directory, contracts: { risk: '1.0' } })]
  echo(risk)
  const answer = await ask(exec, { ...check, body: { qty: '1', futureField: [1, { a: null }] } })
  t.match(answer, { ok: true, body: { body: { qty: '1', futureField: [1, { a: null }] } } })
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('answers locally what cannot be sent, and tells the asker when an answer cannot be', async (t) => {
  const directory = folderOf(t)
  const [risk, exec] = [await busOf('risk', { directory }), await busOf('exec', { directory })]
  risk.serve(({ requestId }) => risk.reply(requestId, { ok: true, body: 'x'.repeat(1_100_000) }))
  t.match(await ask(exec, { ...check, body: 'x'.repeat(70_000) }), { error: { code: 'BAD_REQUEST', message: /above the limit 65536/ } })
  t.match(await ask(exec, { ...check, body: Number.NaN }), { error: { code: 'BAD_REQUEST', message: /not finite/ } })
  t.match(await ask(exec, check), { error: { code: 'ANSWER_UNSENDABLE', message: /above the limit 1048576/ } })
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('answers everything that is open when it closes', async (t) => {
  const directory = folderOf(t)
  const [risk, exec] = [await busOf('risk', { directory }), await busOf('exec', { directory })]
  risk.serve(() => undefined)
  const open = ask(exec, check)
  await until('the request is there', () => risk.counters().served === 1)
  await closeBus(exec)
  t.equal(codeOf(await open), 'UNREACHABLE')
  t.equal(codeOf(await ask(exec, check)), 'UNREACHABLE', 'and everything after it')
  await closeBus(risk)
})

t.test('goes on with a peer that was killed and started again', async (t) => {
  const directory = folderOf(t)
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
  const directory = folderOf(t)
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
