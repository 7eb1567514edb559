import fc from 'fast-check'
import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import { payloadOf } from '../../../src/lib/daemon/recorder.ts'
import type { Frame, OpenedJournal } from '../../../src/lib/ports/journal.ts'
import { type ToyCore, type ToyEffect, toyCore } from '../../kit/toy-daemon.ts'
import { SYNC_US, type ToyHost, toyHost } from '../../kit/toy-host.ts'

const add = (amount: number) => ({ type: 'add' as const, amount })
const types = (host: ToyHost): string[] => host.performed.map(({ type }) => type)
const totalsOf = (host: ToyHost, type: ToyEffect['type']): number[] => host.performed.filter((out) => out.type === type).map(({ total }) => total)

const recordedTotal = (frames: readonly Frame[]): number => {
  const last = frames.findLast(({ type }) => type === 'EVENT')
  return last === undefined ? 0 : (payloadOf(last) as { total: number }).total
}

t.test('lets effects leave only after their journal is durable', async (t) => {
  const host = toyHost()
  const daemon = host.start()
  host.run(2 * SYNC_US)
  daemon.offer(add(5))
  host.run(SYNC_US / 2)
  t.same(types(host), ['hinted'], 'an effect that need not be durable leaves at once')
  host.run(SYNC_US)
  t.same(types(host), ['hinted', 'counted', 'noted'])
  t.equal(recordedTotal(host.recovered()), 5)
})

t.test('keeps the order of effects over many batches', async (t) => {
  const host = toyHost()
  const daemon = host.start()
  for (let index = 0; index < 2_000; index++) daemon.offer(add(1))
  host.run(20 * SYNC_US)
  const wanted = Array.from({ length: 2_000 }, (_, index) => index + 1)
  for (const type of ['counted', 'noted', 'hinted'] as const) t.strictSame(totalsOf(host, type), wanted, type)
  t.strictSame(
    types(host)
      .filter((type) => type !== 'hinted')
      .slice(0, 4),
    ['counted', 'noted', 'counted', 'noted'],
  )
})

t.test('writes what it took in before what it decided', async (t) => {
  const host = toyHost()
  host.start().offer(add(3))
  host.run(2 * SYNC_US)
  const frames = host.recovered()
  t.same(
    frames.map(({ type }) => type),
    ['EPOCH', 'IN', 'IN', 'EVENT'],
  )
  t.match(frames.map(payloadOf), [
    { service: 'exec', epoch: 1, config: { startTotal: 0 } },
    { type: 'start', epoch: 1 },
    { type: 'add', amount: 3 },
    { type: 'counted', total: 3 },
  ])
})

t.test('loses in a crash only what it has told nobody', async (t) => {
  const property = fc.property(fc.integer(), fc.nat({ max: 6 * SYNC_US }), (seed, crashUs) => {
    const host = toyHost()
    const daemon = host.start()
    for (let index = 0; index < 30; index++) host.kernel.after(index * 150, () => daemon.offer(add(1)))
    host.run(crashUs)
    daemon.kill()
    host.disk.crash(prng(seed))
    const told = Math.max(0, ...totalsOf(host, 'noted'))
    const kept = recordedTotal(host.recovered())
    return kept >= told && kept <= Math.max(0, ...totalsOf(host, 'hinted'))
  })
  fc.assert(property)
  t.equal(toyHost().recovered().length, 0)
})

t.test('goes on where its journal ends, with a greater epoch', async (t) => {
  const host = toyHost()
  host.start().offer(add(4))
  host.run(5 * SYNC_US)
  host.start().offer(add(3))
  host.run(5 * SYNC_US)
  t.same(totalsOf(host, 'counted'), [4, 7])
  t.same(
    host
      .recovered()
      .filter(({ type }) => type === 'EPOCH')
      .map(({ epoch }) => epoch),
    [1, 2],
  )
})

t.test('repeats no stamp over a restart, even when the wall clock fell behind', async (t) => {
  const host = toyHost()
  const first = host.start()
  for (let index = 0; index < 50; index++) first.offer(add(1))
  host.run(5 * SYNC_US)
  const second = host.start({ backUs: 3_600_000_000 })
  for (let index = 0; index < 50; index++) second.offer(add(1))
  host.run(5 * SYNC_US)
  const stamps = host
    .recovered()
    .filter(({ type }) => type === 'IN')
    .map(({ tsUs }) => tsUs)
  t.equal(stamps.length, 102)
  t.ok(stamps.every((stamp, index) => index === 0 || stamp > (stamps[index - 1] ?? 0)))
})

t.test('drains what it holds before it stops', async (t) => {
  const host = toyHost()
  const daemon = host.start()
  for (let index = 0; index < 600; index++) daemon.offer(add(1))
  daemon.stop()
  host.run(SYNC_US)
  t.same(host.ends, [])
  t.equal(daemon.health().state, 'draining')
  host.run(100_000)
  t.same(host.ends, [{ exit: 0, message: 'stopped' }])
  t.equal(totalsOf(host, 'counted').length, 600)
  t.equal(recordedTotal(host.recovered()), 600)
})

t.test('is silent after its end', async (t) => {
  const host = toyHost()
  const daemon = host.start()
  daemon.stop()
  host.run(100_000)
  daemon.offer(add(1))
  host.run(100_000)
  t.same(host.performed, [])
  t.equal(host.ends.length, 1)
})

t.test('tells nobody when it is killed', async (t) => {
  const host = toyHost()
  const daemon = host.start()
  daemon.offer(add(1))
  host.run(SYNC_US / 2)
  daemon.kill()
  host.run(10_000_000)
  t.same(types(host), ['hinted'])
  t.same(host.ends, [])
})

t.test('ends with 1 and the reason when its core breaks an invariant', async (t) => {
  const host = toyHost()
  const daemon = host.start()
  daemon.offer(add(1))
  daemon.offer({ type: 'break' })
  daemon.offer(add(1))
  host.run(10 * SYNC_US)
  t.same(host.ends, [{ exit: 1, message: 'the toy broke' }])
  t.match(host.logs, [{ level: 'error', message: 'stopped by a broken invariant', fields: { error: 'the toy broke', journalSeq: 5, inputs: 3 } }])
  t.same(types(host), ['hinted'], 'nothing that waited for the disk leaves')
})

t.test('ends with 75 when the journal cannot be written', async (t) => {
  const host = toyHost()
  const fails = (done: (error?: Error) => void): void => void host.kernel.after(10, () => done(new Error('disk is full')))
  const opened: OpenedJournal = { journal: { lastSeq: 0, append: () => 1, sync: fails, close: (done) => done() }, recovered: [] }
  host.start({ run: { opened } }).offer(add(1))
  host.run(SYNC_US)
  t.same(host.ends, [{ exit: 75, message: 'cannot write the journal: disk is full' }])
  t.same(types(host), ['hinted'])
})

t.test('a core that outlives its journal is told, says its last words and ends with 75', async (t) => {
  const host = toyHost()
  const fails = (done: (error?: Error) => void): void => void host.kernel.after(10, () => done(new Error('disk is full')))
  const opened: OpenedJournal = { journal: { lastSeq: 0, append: () => 1, sync: fails, close: (done) => done() }, recovered: [] }
  const toy = toyCore()
  const told: unknown[] = []
  const core: ToyCore = {
    ...toy,
    outlivesJournal: true,
    step: (state, at, emit) => {
      const input: { readonly type: string } = at.input
      if (input.type === 'journal.failed') told.push(input)
      toy.step(state, at, emit)
    },
  }
  const daemon = host.start({ core, run: { opened } })
  daemon.offer(add(1))
  host.run(SYNC_US)
  t.strictSame(told, [{ type: 'journal.failed', reason: 'cannot write the journal: disk is full' }])
  daemon.offer(add(1))
  host.run(SYNC_US)
  t.same(types(host), ['hinted', 'hinted'], 'only what need not be durable leaves')
  t.same(host.ends, [])
  daemon.stop()
  host.run(100_000)
  t.same(host.ends, [{ exit: 75, message: 'cannot write the journal: disk is full' }])
})

t.test('tells such a core while its journal lives on the reserve', async (t) => {
  const host = toyHost()
  const seen: string[] = []
  let onReserve = true
  const journal = {
    lastSeq: 0,
    get onReserve() {
      return onReserve
    },
    append: () => 1,
    sync: (done: () => void) => void host.kernel.after(10, done),
    close: (done: () => void) => done(),
  }
  const toy = toyCore()
  const core: ToyCore = {
    ...toy,
    outlivesJournal: true,
    step: (_state, { input }) => void seen.push((input as { readonly type: string; readonly isFull?: boolean }).type),
  }
  host.start({ core, run: { opened: { journal, recovered: [] } } })
  host.run(1_500_000)
  onReserve = false
  host.run(3_000_000)
  t.strictSame(seen, ['start', 'journal.reserve', 'journal.reserve'])
})

t.test('performs at once what a core without a journal decides', async (t) => {
  const host = toyHost()
  const daemon = host.startPlain()
  daemon.offer(add(2))
  host.run(1)
  t.same(types(host), ['counted', 'hinted', 'noted'])
  daemon.offer({ type: 'break' })
  host.run(1)
  t.same(host.ends, [{ exit: 1, message: 'the toy broke' }])
  t.equal(host.recovered().length, 0)
})

t.test('reports its health once a second, and its counters', async (t) => {
  const host = toyHost()
  const reports: unknown[] = []
  host.hub.connect('cli', 1).subscribe('exec.health', ({ body }) => reports.push(body))
  host.start().offer(add(2))
  host.run(3_100_000)
  t.strictSame(reports, Array(3).fill({ state: 'running', ready: true, reason: 'ok', lagMs: 0 }))
  t.match(host.documents, [{ svc: 'exec', epoch: 1, metrics: { trade_toy_total: 2, trade_exec_inputs_total: 2, trade_exec_ready: 1 } }])
})

t.test('says once that it is ready', async (t) => {
  const host = toyHost()
  let times = 0
  const daemon = host.start({
    run: {
      onReady: () => {
        times += 1
      },
    },
  })
  t.equal(daemon.health().ready, false)
  daemon.offer(add(2))
  host.run(5_000_000)
  t.equal(times, 1)
})

t.test('serves its health and its metrics', async (t) => {
  const host = toyHost()
  host.start().offer(add(2))
  host.run(2_500_000)
  t.match(host.page('/health'), { status: 200, body: /"svc":"exec","state":"running".*"ready":true.*"epoch":1,"uptimeMs":2\d{3},"lagMs":0/ })
  t.equal(host.page('/health', 'probe=pulse').status, 400)
  t.match(host.page('/metrics'), { status: 200, body: /\ntrade_toy_total 2\n/ })
  t.equal(host.page('/orders').status, 404)
})

t.test('answers a request through its core, and a bad one by itself', async (t) => {
  const host = toyHost()
  host.start().offer(add(9))
  const answers: unknown[] = []
  const cli = host.hub.connect('cli', 1)
  const since = { service: 'exec', method: 'events.since', timeoutUs: 1_000_000, correlationId: 'c' }
  cli.request({ ...since, body: { stream: 'exec.events', after: 0, max: 10 } }, (answer) => answers.push(answer))
  cli.request({ ...since, body: { stream: 'news', after: 0, max: 10 } }, (answer) => answers.push(answer))
  host.run(1_000_000)
  t.match(
    answers.find((answer) => (answer as { ok: boolean }).ok),
    { epoch: 1, body: { lastSeq: 9 } },
  )
  t.match(
    answers.find((answer) => !(answer as { ok: boolean }).ok),
    { error: { code: 'BAD_REQUEST' } },
  )
  t.equal(answers.length, 2)
})

t.test('counts what its full inbox refuses', async (t) => {
  const host = toyHost()
  const daemon = host.startPlain()
  for (let index = 0; index < 65_540; index++) daemon.offer({ type: 'noise' })
  t.equal(daemon.lagMs(), 65, 'each input has a microsecond of its own')
  t.match(host.page('/metrics').body, /trade_exec_inbox_dropped_total 5\n/)
  t.match(host.page('/metrics').body, /trade_exec_inbox_count 65536\n/)
  host.run(1)
  t.match(host.page('/metrics').body, /trade_exec_inbox_count 0\n/)
})
