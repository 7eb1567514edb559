import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { askUntil, bodyOf, recordOf } from '../../../src/lib/cli/viewer.ts'
import type { BusAnswer } from '../../../src/lib/ports/bus.ts'
import { fakePeer, unreachable } from '../../kit/cli-peer.ts'

const message = {
  topic: 'market_data.BTCUSDT.ticker',
  type: 'ticker',
  body: { symbol: 'BTCUSDT', bid: '60000.01', bidQty: '1.5' },
  correlationId: 'md-1-7',
  causationId: 'md-1-6',
  epoch: 3,
  seq: 7,
  tsUs: 1_723_000_000_123_999,
  src: 'md',
  missed: 0,
}

t.test('shows a message as one flat record with whole milliseconds', async (t) => {
  t.equal(
    JSON.stringify(recordOf(message)),
    '{"v":1,"type":"ticker","ts":1723000000123,"src":"md","seq":7,"topic":"market_data.BTCUSDT.ticker","symbol":"BTCUSDT","bid":"60000.01","bidQty":"1.5","correlationId":"md-1-7"}',
  )
})

const viewer = (limit: string, forMs: string) => spawn(process.execPath, [join(import.meta.dirname, '../../fixtures/viewer.ts'), limit, forMs])

t.test('prints what was asked for, with gaps, until the limit', async (t) => {
  const child = viewer('2', '60000')
  const lines = (await text(child.stdout)).trimEnd().split('\n')
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { v: 1, type: 'gap', topic: 'market_data.{symbol}.ticker', dropped: 5 },
      { v: 1, type: 'ticker', seq: 3, symbol: 'BTCUSDT' },
      { v: 1, type: 'ticker', seq: 5, symbol: 'BTCUSDT' },
    ],
  )
  t.equal(lines.length, 3)
})

t.test('ends when its time is over and when its reader has gone', async (t) => {
  const brief = viewer('1000000', '30')
  t.match(await text(brief.stdout), /"symbol":"BTCUSDT"/)
  const child = viewer('1000000', '60000')
  await once(child.stdout, 'data')
  child.stdout.destroy()
  t.strictSame(await once(child, 'exit'), [0, null])
})

t.test('asks again while the answer is to try later, then gives that answer', async (t) => {
  const call = { service: 'exec', method: 'order.status', body: {} }
  const answers: BusAnswer[] = [unreachable, { ok: true, epoch: 1, body: 'found' }]
  const peer = fakePeer(() => answers.shift() ?? unreachable)
  t.match(await askUntil(peer, call, 1_000), { ok: true, body: 'found' })
  t.match(peer.calls, [{ ...call, timeoutUs: 1_000_000 }, call])
  t.equal(await askUntil(peer, call, 0), unreachable)
  t.equal(peer.calls.length, 3)
})

t.test('takes a final refusal at once', async (t) => {
  const refused: BusAnswer = { ok: false, error: { code: 'BAD_REQUEST', category: 'reject', message: 'no' } }
  const peer = fakePeer(() => refused)
  t.equal(await askUntil(peer, { service: 'md', method: 'md.subscribe', body: {} }, 60_000), refused)
  t.equal(peer.calls.length, 1)
})

t.test('turns refusals into errors with the exit code of their kind', async (t) => {
  t.equal(bodyOf({ ok: true, epoch: 1, body: 5 }), 5)
  const refuse = (code: string, category: 'retry' | 'reject' | 'fatal', hint?: string) => () =>
    bodyOf({ ok: false, error: { code, category, message: 'no', ...(hint === undefined ? {} : { hint }) } })
  t.throws(refuse('UNKNOWN_SYMBOL', 'retry', 'did you mean BTCUSDT?'), { code: 'UNKNOWN_SYMBOL', exit: 2, message: 'no', hint: 'did you mean BTCUSDT?' })
  t.throws(refuse('BAD_REQUEST', 'reject'), { code: 'BAD_REQUEST', exit: 2 })
  t.throws(refuse('UNREACHABLE', 'retry'), { code: 'UNREACHABLE', exit: 3 })
})
