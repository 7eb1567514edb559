import t from 'tap'
import { BugError } from '../../../src/lib/base/errors.ts'
import { checkBody, guardBus } from '../../../src/lib/daemon/door.ts'
import type { Bus, BusAnswer, BusCall, BusMessage, BusRequest, Outgoing } from '../../../src/lib/ports/bus.ts'

type Reply = readonly [string, Parameters<Bus['reply']>[1]]

/** A bus whose other end is the test. */
const openBus = () => {
  const published: Outgoing[] = []
  const replies: Reply[] = []
  const calls: Array<{ readonly call: BusCall; readonly done: (answer: BusAnswer) => void }> = []
  let reader = (_message: BusMessage): void => undefined
  let server = (_request: BusRequest): void => undefined
  const bus: Bus = {
    epoch: 3,
    publish: (message) => void published.push(message),
    subscribe: (_pattern, onMessage) => {
      reader = onMessage
      return () => undefined
    },
    serve: (onRequest) => {
      server = onRequest
    },
    reply: (...reply) => void replies.push(reply),
    request: (call, done) => void calls.push({ call, done }),
    close: (done) => done(),
  }
  const deliver = (topic: string, type: string, body: unknown): void =>
    reader({ topic, type, body, correlationId: 'c', epoch: 1, seq: 1, tsUs: 1, src: 'md', missed: 0 })
  const ask = (method: string, body: unknown, src = 'cli'): void => server({ requestId: 'r1', method, src, deadlineUs: 9, correlationId: 'c', body })
  return { bus, published, replies, calls, deliver, ask }
}

const ticker = { symbol: 'BTCUSDT', updateId: 1, bid: '1', bidQty: '1', ask: '2', askQty: '1', receivedUs: 2 }
const silent = { write: () => undefined }
const call = (service: string, method: string): BusCall => ({ service, method, body: {}, timeoutUs: 1, correlationId: 'c' })

t.test('stops a daemon that publishes, reads or asks what nobody listed for it', async (t) => {
  const { bus, published, calls } = openBus()
  const risk = guardBus('risk', bus, silent)
  const message = { type: 'order.filled', body: {}, correlationId: 'c' }
  t.throws(() => risk.publish({ topic: 'exec.events', ...message }), BugError)
  t.throws(() => risk.publish({ topic: 'news.flash', ...message }), { message: "'risk' is not listed as publisher of topic 'news.flash'" })
  t.throws(() => risk.subscribe('acct.state', () => undefined), { message: "'risk' is not listed as reader of topic 'acct.state'" })
  t.throws(() => risk.subscribe('risk.events', () => undefined), BugError)
  for (const [service, method] of [
    ['exec', 'order.submit'],
    ['exec', 'order.forget'],
    ['acct', 'events.since'],
    ['md', 'risk.check'],
  ] as const) {
    t.throws(() => risk.request(call(service, method), () => undefined), { message: `'risk' is not listed as caller of '${method}' at '${service}'` })
  }
  t.same([published, calls], [[], []])
})

t.test('lets a daemon do what is listed for it', async (t) => {
  const { bus, published, calls } = openBus()
  const risk = guardBus('risk', bus, silent)
  risk.publish({ topic: 'risk.health', type: 'health', body: {}, correlationId: 'c' })
  risk.request(call('exec', 'events.since'), () => undefined)
  t.doesNotThrow(() => risk.subscribe('market_data.{symbol}.ticker', () => undefined))
  t.match(published, [{ topic: 'risk.health' }])
  t.match(calls, [{ call: { service: 'exec', method: 'events.since' } }])
  t.equal(risk.epoch, 3)
})

t.test('drops, logs and counts a body that does not fit its contract', async (t) => {
  const { bus, deliver } = openBus()
  const logged: unknown[] = []
  const risk = guardBus('risk', bus, { write: (...entry) => void logged.push(entry) })
  const seen: unknown[] = []
  risk.subscribe('market_data.{symbol}.ticker', ({ body }) => seen.push(body))
  deliver('market_data.BTCUSDT.ticker', 'ticker', ticker)
  deliver('market_data.BTCUSDT.ticker', 'ticker', { ...ticker, bid: 'cheap' })
  deliver('market_data.BTCUSDT.ticker', 'rumour', ticker)
  t.same(seen, [ticker])
  t.equal(risk.invalid(), 2)
  t.match(logged, [
    ['warn', 'message dropped: body does not fit its contract', { topic: 'market_data.BTCUSDT.ticker', error: /bid/ }],
    ['warn', /dropped/, { error: "'rumour' is no message of topic 'market_data.BTCUSDT.ticker'" }],
  ])
})

t.test('answers a bad request itself, by code', async (t) => {
  const { bus, replies, ask } = openBus()
  const seen: string[] = []
  guardBus('risk', bus, silent).serve(({ method }) => seen.push(method))
  ask('risk.melt', {})
  ask('constructor', {})
  ask('order.submit', {})
  ask('risk.check', {}, 'cli')
  ask('events.since', { stream: 'risk.events', after: -1, max: 1 })
  t.match(
    replies.map(([, answer]) => (answer.ok ? 'ok' : answer.error.code)),
    ['UNKNOWN_METHOD', 'UNKNOWN_METHOD', 'UNKNOWN_METHOD', 'NOT_PERMITTED', 'BAD_REQUEST'],
  )
  t.match(replies.at(-1), ['r1', { error: { category: 'reject', message: /after/ } }])
  t.same(seen, [])
  ask('events.since', { stream: 'risk.events', after: 0, max: 1 })
  t.same(seen, ['events.since'])
})

t.test('turns an answer that does not fit into an error', async (t) => {
  const { bus, calls } = openBus()
  const answers: BusAnswer[] = []
  const risk = guardBus('risk', bus, silent)
  const bodies = [
    { epoch: 1, events: [], lastSeq: 0, more: false },
    { epoch: 1, events: 'none' },
  ]
  for (const body of bodies) {
    risk.request(call('exec', 'events.since'), (answer) => answers.push(answer))
    calls.at(-1)?.done({ ok: true, epoch: 1, body })
  }
  risk.request(call('exec', 'events.since'), (answer) => answers.push(answer))
  calls.at(-1)?.done({ ok: false, error: { code: 'TIMEOUT', category: 'retry', message: 'late' } })
  t.match(answers, [{ ok: true }, { ok: false, error: { code: 'BAD_ANSWER' } }, { ok: false, error: { code: 'TIMEOUT' } }])
})

t.test('knows every body by topic and type', async (t) => {
  t.match(checkBody('market_data.BTCUSDT.ticker', 'ticker', ticker), { ok: true })
  t.match(checkBody('market_data.btcusdt.ticker', 'ticker', ticker), { ok: false })
  t.match(checkBody('exec.events', 'order.filled', {}), { ok: false })
  t.match(checkBody('exec.events', 'constructor', {}), { ok: false })
  t.match(checkBody('constructor', 'name', {}), { ok: false })
})
