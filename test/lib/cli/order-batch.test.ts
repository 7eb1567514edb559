import { Readable } from 'node:stream'
import t from 'tap'
import { submitBatch } from '../../../src/lib/cli/order-batch.ts'
import { fakePeer } from '../../kit/cli-peer.ts'
import { order } from '../../kit/orders.ts'

const line = (n: number): string => JSON.stringify({ symbol: 'BTCUSDT', side: 'buy', qty: '1', price: '100', id: `i${n}` })

/** Every intent becomes an order of its own that rests. */
const exec = () =>
  fakePeer(({ method, body }) => {
    const { intentId, clientOrderId } = body as { intentId?: string; clientOrderId?: string }
    const id = clientOrderId ?? `o-${intentId}`
    return {
      ok: true,
      epoch: 1,
      body: method === 'order.submit' ? { clientOrderId: id } : { orders: [{ ...order, clientOrderId: id, intentId: id.slice(2) }] },
    }
  })

const run = async (text: string) => {
  const peer = exec()
  const answers: Array<Record<string, unknown>> = []
  const exit = await submitBatch(peer, Readable.from([text]), {
    wait: 'ack',
    forMs: 5_000,
    answer: (record) => answers.push(record as Record<string, unknown>),
  }).catch((error: { exit: number }) => error.exit)
  const submitted = peer.calls.filter(({ method }) => method === 'order.submit').map(({ body }) => (body as { intentId: string }).intentId)
  return { exit, answers, submitted }
}

t.test('orders and answers keep the order of the lines', async (t) => {
  const ids = Array.from({ length: 40 }, (_, n) => `i${n}`)
  const { exit, answers, submitted } = await run(ids.map((_, n) => `${line(n)}\n`).join(''))
  t.equal(exit, 0)
  t.same(submitted, ids)
  t.same(
    answers.map(({ intentId }) => intentId),
    ids,
  )
})

t.test('a line that asks for no order is answered in its place, and decides the exit code', async (t) => {
  const { exit, answers, submitted } = await run(`${line(0)}\n{"symbol":"BTCUSDT"}\n${line(2)}\n`)
  t.equal(exit, 65)
  t.match(answers, [{ intentId: 'i0' }, { type: 'order.refused', error: { message: /^line 2: / } }, { intentId: 'i2' }])
  t.same(submitted, ['i0', 'i2'])
})

t.test('what came before a damaged line has its answer', async (t) => {
  const { exit, answers } = await run(`${line(0)}\n{\n${line(2)}\n`)
  t.equal(exit, 65)
  t.match(answers, [{ intentId: 'i0' }])
  t.equal(answers.length, 1)
})
