import t from 'tap'
import type { AcctInput } from '../../../src/daemons/acct/events.ts'
import { acctDaemon } from '../../../src/daemons/acct/shell.ts'
import { execStream } from '../../kit/exec-stream.ts'
import { shellPorts } from '../../kit/shell-ports.ts'

const emptyAccount = { execSeq: 0, balances: [], positions: [], realized: '0', unrealized: '0', fees: '0', equity: null }

t.test('offers events of exec in order, that it is current, marks, and that exec is silent', async (t) => {
  const kit = shellPorts()
  const offered: AcctInput[] = []
  const kept: unknown[] = []
  const ports = { ...kit.ports, state: { replace: (document: unknown) => kept.push(document) } }
  const shell = acctDaemon().shell({ config: { quoteAsset: 'USDT', markStaleMs: 5_000 }, ports, offer: (input) => offered.push(input) })
  kit.advance(0)
  t.match(kit.calls[0]?.call, { service: 'exec', method: 'events.since', body: { stream: 'exec.events', after: 0 } })
  const stream = execStream()
  const events = [stream.reconciled({ USDT: '1' }, true), stream.filled({})]
  kit.calls[0]?.done({ ok: true, epoch: 1, body: { epoch: 1, events, lastSeq: 2, more: false } })
  kit.deliver('market_data.BTCUSDT.ticker', 'ticker', { symbol: 'BTCUSDT', updateId: 1, bid: '1', bidQty: '1', ask: '2', askQty: '1', receivedUs: 5 })
  kit.advance(5_000_000)
  t.strictSame(
    offered.map(({ type }) => type),
    ['exec.event', 'exec.event', 'exec.caughtUp', 'mark', 'exec.lost'],
  )
  t.strictSame(kit.subscribed(), ['exec.events', 'market_data.{symbol}.ticker'])
  shell.perform({ type: 'state.keep', state: emptyAccount })
  t.strictSame(kept, [emptyAccount], 'keeps the state where it was told to')
  let closed = 0
  shell.close(() => {
    closed += 1
  })
  t.strictSame([closed, kit.subscribed(), kit.waiting()], [1, [], 0])
})
