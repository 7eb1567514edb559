import t from 'tap'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { ask, busOf, closeBus, codeOf, echo, socketFolder } from '../../kit/bus.ts'
import { until } from '../../kit/until.ts'

const check = { service: 'risk', method: 'risk.check' } as const

t.test('answers UNREACHABLE without a peer, at once after the first connection was waited for', async (t) => {
  const bus = await busOf('exec', { directory: socketFolder(t) })
  t.equal(codeOf(await ask(bus, check)), 'UNREACHABLE')
  const startMs = performance.now()
  t.equal(codeOf(await ask(bus, check)), 'UNREACHABLE')
  t.ok(performance.now() - startMs < 100, 'the second time nothing waits')
  t.match(bus.counters(), { requested: 2, unreachable: 2, timedOut: 0 })
  await closeBus(bus)
})

t.test('answers TIMEOUT by the deadline, and counts the answer that comes late', async (t) => {
  const directory = socketFolder(t)
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

t.test('refuses a peer of another contract major, and understands its successor', async (t) => {
  const directory = socketFolder(t)
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

t.test('answers locally what cannot be sent', async (t) => {
  const directory = socketFolder(t)
  const [risk, exec] = [await busOf('risk', { directory }), await busOf('exec', { directory })]
  t.match(await ask(exec, { ...check, body: 'x'.repeat(70_000) }), { error: { code: 'BAD_REQUEST', message: /above the limit 65536/ } })
  t.match(await ask(exec, { ...check, body: Number.NaN }), { error: { code: 'BAD_REQUEST', message: /not finite/ } })
  t.equal(risk.counters().served, 0)
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('answers everything that is open when it closes', async (t) => {
  const directory = socketFolder(t)
  const [risk, exec] = [await busOf('risk', { directory }), await busOf('exec', { directory })]
  risk.serve(() => undefined)
  const open = ask(exec, check)
  await until('the request is there', () => risk.counters().served === 1)
  await closeBus(exec)
  t.equal(codeOf(await open), 'UNREACHABLE')
  t.equal(codeOf(await ask(exec, check)), 'UNREACHABLE', 'and everything after it')
  await closeBus(risk)
})
