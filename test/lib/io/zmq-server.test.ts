import t from 'tap'
import { Dealer } from 'zeromq'
import { encode } from '../../../src/lib/codec/cbor.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { hold } from '../../../src/lib/io/zmq-registry.ts'
import { ask, busOf, closeBus, codeOf, echo, socketFolder } from '../../kit/bus.ts'

const check = { service: 'risk', method: 'risk.check' } as const

t.test('gives the request to the daemon with deadline, source and correlation', async (t) => {
  const directory = socketFolder(t)
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

t.test('drops a request whose deadline is past on the clock of the host, whatever the wall clocks say', async (t) => {
  const directory = socketFolder(t)
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

t.test('drops and counts strange bytes on the request socket and goes on', async (t) => {
  const directory = socketFolder(t)
  const [risk, exec] = [await busOf('risk', { directory }), await busOf('exec', { directory })]
  echo(risk)
  const stranger = hold(new Dealer({ linger: 0, sendTimeout: 1000 }))
  stranger.connect(`ipc://${directory}/risk.rpc.sock`)
  const request = { v: 1, kind: 'req', id: '1', method: 'risk.check', deadlineUs: 9e15, src: 'exec', correlationId: 'c', body: {} }
  await stranger.send(Uint8Array.of(0xff))
  await stranger.send([encode(request), encode(request)])
  await stranger.send(encode({ ...request, kind: 'res' }))
  await stranger.send(encode({ ...request, deadlineUs: 'soon' }))
  await stranger.send(encode(request))
  const [answer] = await stranger.receive()
  t.match(answer?.toString('latin1'), /HELLO_FIRST/, 'a connection that has not said hello is refused')
  t.match(risk.counters(), { garbled: 4, refused: 1, served: 0 })
  const answered = await ask(exec, { service: 'risk', method: 'risk.check' })
  t.ok(answered.ok)
  stranger.close()
  await Promise.all([closeBus(risk), closeBus(exec)])
})

t.test('says that it does not serve yet, and that it cannot send an answer', async (t) => {
  const directory = socketFolder(t)
  const [risk, exec] = [await busOf('risk', { directory }), await busOf('exec', { directory })]
  t.match(await ask(exec, check), { ok: false, error: { code: 'NOT_SERVING', category: 'retry' } })
  risk.serve(({ requestId }) => risk.reply(requestId, { ok: true, body: 'x'.repeat(1_100_000) }))
  t.match(await ask(exec, check), { error: { code: 'ANSWER_UNSENDABLE', message: /above the limit 1048576/ } })
  await Promise.all([closeBus(risk), closeBus(exec)])
})
