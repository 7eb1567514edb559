import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import type { Bus, BusAnswer, BusMessage } from '../../../src/lib/ports/bus.ts'
import { createFaults, type FaultRates, QUIET } from '../../../src/lib/world/faults.ts'
import { createKernel } from '../../../src/lib/world/kernel.ts'
import { createHub } from '../../../src/lib/world/local-bus.ts'

const S = 1_000_000

const setup = (rates: Partial<FaultRates> = {}, seed = 1) => {
  const kernel = createKernel(S)
  const faults = createFaults(prng(seed), { ...QUIET, ...rates })
  const hub = createHub(kernel, faults)
  return { kernel, faults, hub, run: (us = S) => kernel.run(kernel.nowUs() + us) }
}

const say = (bus: Bus, body: unknown, topic = 'exec.events'): void => bus.publish({ topic, type: 'said', body, correlationId: 'c' })
const asked = { service: 'exec', method: 'm', timeoutUs: S, correlationId: 'c' }

/** What a reader sees of 200 messages, sent one per 50 ms. */
const history = (rates: Partial<FaultRates>, seed: number) => {
  const { hub, run, faults } = setup(rates, seed)
  const [from, to] = [hub.connect('exec', 1), hub.connect('risk', 1)]
  const seen: Array<readonly [number, number, number]> = []
  to.subscribe('exec.events', ({ body, missed, seq }) => seen.push([body as number, missed, seq]))
  for (let index = 0; index < 200; index++) {
    say(from, index)
    run(10_000)
  }
  run()
  return { seen, struck: faults.count }
}

t.test('delivers after a hop what was published, with epoch, sequence, time and source', async (t) => {
  const { hub, run, kernel } = setup()
  const [from, to] = [hub.connect('exec', 4), hub.connect('risk', 1)]
  const seen: BusMessage[] = []
  to.subscribe('exec.events', (message) => seen.push(message))
  say(from, { a: [1, 'b', null] })
  say(from, 2)
  t.equal(run(QUIET.hopUsMin - 1), 0)
  run()
  t.match(
    seen.find(({ seq }) => seq === 1),
    { topic: 'exec.events', type: 'said', correlationId: 'c', epoch: 4, seq: 1, tsUs: S, src: 'exec', body: { a: [1, 'b', null] } },
  )
  t.equal(seen.length, 2)
  t.ok(kernel.nowUs() > S)
})

t.test('hands over a copy', async (t) => {
  const { hub, run } = setup()
  const [from, to] = [hub.connect('exec', 1), hub.connect('risk', 1)]
  const seen: unknown[] = []
  to.subscribe('exec.events', ({ body }) => seen.push(body))
  const body = { list: [1] }
  say(from, body)
  body.list.push(2)
  run()
  t.same(seen, [{ list: [1] }])
})

t.test('shows each reader only the topics of its pattern', async (t) => {
  const { hub, run } = setup()
  const [md, risk] = [hub.connect('md', 1), hub.connect('risk', 1)]
  const seen: string[] = []
  risk.subscribe('market_data.{symbol}.ticker', ({ topic }) => seen.push(`any ${topic}`))
  const leave = risk.subscribe('market_data.BTCUSDT.trades', ({ topic }) => seen.push(`one ${topic}`))
  const topics = ['market_data.BTCUSDT.ticker', 'market_data.ETHUSDT.ticker', 'market_data.BTCUSDT.trades', 'market_data.BTCUSDT.tradesX', 'md.health']
  for (const topic of topics) say(md, 1, topic)
  run()
  t.same(seen.sort(), ['any market_data.BTCUSDT.ticker', 'any market_data.ETHUSDT.ticker', 'one market_data.BTCUSDT.trades'])
  leave()
  say(md, 1, 'market_data.BTCUSDT.trades')
  run()
  t.equal(seen.length, 3)
})

t.test('drops, repeats and reorders by seed', async (t) => {
  const rates = { dropRatio: 0.1, duplicateRatio: 0.1, reorderRatio: 0.1 }
  t.same(history(rates, 7), history(rates, 7))
  t.strictNotSame(history(rates, 7), history(rates, 8))
  const quiet = history({}, 7)
  t.equal(quiet.struck, 0)
  t.same(
    quiet.seen.map(([body]) => body),
    Array.from({ length: 200 }, (_, index) => index),
  )
})

t.test('counts each fault, and says how many messages are missing', async (t) => {
  const dropped = history({ dropRatio: 0.1 }, 7)
  const gone = 200 - dropped.seen.length
  t.ok(gone > 5)
  t.equal(dropped.struck, gone)
  const [first, last] = [dropped.seen[0]?.[2] ?? 0, dropped.seen.at(-1)?.[2] ?? 0]
  t.equal(
    dropped.seen.reduce((sum, [, missed]) => sum + missed, 0),
    last - first + 1 - dropped.seen.length,
  )
  const repeated = history({ duplicateRatio: 0.1 }, 7)
  t.equal(repeated.seen.length - 200, repeated.struck)
  const late = history({ reorderRatio: 0.1 }, 7)
  t.equal(late.seen.length, 200)
  t.ok(late.seen.some(([body], index) => body < (late.seen[index - 1]?.[0] ?? 0)))
})

t.test('takes a new epoch for a new beginning and not for a gap', async (t) => {
  const { hub, run } = setup()
  const seen: number[] = []
  hub.connect('risk', 1).subscribe('exec.events', ({ missed }) => seen.push(missed))
  const first = hub.connect('exec', 1)
  for (let index = 0; index < 5; index++) {
    say(first, index)
    run()
  }
  say(hub.connect('exec', 2), 0)
  run()
  t.same(seen, [0, 0, 0, 0, 0, 0])
})

t.test('carries a request and its answer', async (t) => {
  const { hub, run } = setup()
  const [exec, risk] = [hub.connect('exec', 6), hub.connect('risk', 1)]
  exec.serve(({ requestId, body, src, method }) => exec.reply(requestId, { ok: true, body: { body, src, method } }))
  const answers: BusAnswer[] = []
  risk.request({ ...asked, body: { a: 1 } }, (answer) => answers.push(answer))
  t.same(answers, [])
  run()
  t.strictSame(answers, [{ ok: true, epoch: 6, body: { body: { a: 1 }, src: 'risk', method: 'm' } }])
})

t.test('answers a request once, whatever happens', async (t) => {
  const { hub, run } = setup()
  const [exec, risk] = [hub.connect('exec', 1), hub.connect('risk', 1)]
  const answers: BusAnswer[] = []
  const ask = (): void => risk.request({ ...asked, body: {} }, (answer) => answers.push(answer))
  ask()
  run()
  t.match(answers.splice(0), [{ error: { code: 'UNREACHABLE', category: 'retry' } }], 'nobody serves')
  let asks = 0
  exec.serve(({ requestId }) => {
    asks += 1
    if (asks > 1) for (let times = 0; times < 2; times++) exec.reply(requestId, { ok: true, body: null })
  })
  ask()
  run(2 * S)
  t.match(answers.splice(0), [{ error: { code: 'TIMEOUT', category: 'retry' } }], 'no answer')
  ask()
  run(2 * S)
  t.match(answers.splice(0), [{ ok: true }], 'two answers')
})

t.test('cuts a peer off: it hears and serves nothing more', async (t) => {
  const { hub, run } = setup()
  const [exec, risk] = [hub.connect('exec', 1), hub.connect('risk', 1)]
  const seen: unknown[] = []
  exec.serve(({ requestId }) => exec.reply(requestId, { ok: true, body: 1 }))
  risk.subscribe('exec.events', ({ body }) => seen.push(body))
  risk.request({ ...asked, body: {} }, (answer) => seen.push(answer))
  say(exec, 1)
  risk.cut()
  run(2 * S)
  t.same(seen, [])
  hub.connect('exec', 2)
  hub.connect('acct', 1).request({ ...asked, body: {} }, (answer) => seen.push(answer))
  run(2 * S)
  t.match(seen, [{ error: { code: 'UNREACHABLE' } }])
})
