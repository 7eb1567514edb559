import t from 'tap'
import type { StratIn } from '../../../src/daemons/strat/events.ts'
import { stratDaemon } from '../../../src/daemons/strat/shell.ts'
import { guardBus } from '../../../src/lib/daemon/door.ts'
import type { StrategyHost } from '../../../src/lib/ports/strategy-host.ts'
import { execStream } from '../../kit/exec-stream.ts'
import { shellPorts } from '../../kit/shell-ports.ts'
import { STRAT_CONFIG } from '../../kit/strat-desk.ts'

const started = () => {
  const kit = shellPorts()
  const offered: StratIn[] = []
  const posted: unknown[] = []
  let speak: Parameters<StrategyHost['start']> | undefined
  const host: StrategyHost = {
    start: (...callbacks) => {
      speak = callbacks
    },
    post: (message) => void posted.push(message),
    stop: (done) => done(),
  }
  const ports = { ...kit.ports, bus: guardBus('strat', kit.ports.bus, kit.ports.log), host }
  const shell = stratDaemon.shell({ config: STRAT_CONFIG, ports, offer: (input) => void offered.push(input) })
  return { kit, offered, posted, shell, runner: () => speak }
}

t.test('follows exec from its first event', async (t) => {
  const { kit, offered } = started()
  t.same(kit.subscribed(), ['exec.events'])
  kit.advance(1)
  t.match(kit.calls[0]?.call, { service: 'exec', method: 'events.since', body: { stream: 'exec.events', after: 0 } })
  const stream = execStream()
  const events = [stream.reconciled({ USDT: '1' }, true), stream.changed({})]
  kit.calls[0]?.done({ ok: true, epoch: 1, body: { epoch: 1, events, lastSeq: 2, more: false } })
  t.match(offered, [
    { type: 'exec.event', event: { seq: 1 } },
    { type: 'exec.event', event: { seq: 2 } },
    { type: 'exec.caughtUp', lastSeq: 2 },
  ])
  kit.advance(5_000_000)
  t.match(offered.at(-1), { type: 'exec.lost' })
})

t.test('starts the runner on demand and carries words both ways', async (t) => {
  const { offered, posted, shell, runner } = started()
  t.equal(runner(), undefined)
  shell.perform({ type: 'runner.start' })
  const [onMessage, onEnded] = runner() ?? []
  onMessage?.({ type: 'attached', symbols: [], ringEpoch: 1 })
  onEnded?.('exit (code 1)')
  t.same(offered, [
    { type: 'runner.said', message: { type: 'attached', symbols: [], ringEpoch: 1 } },
    { type: 'runner.ended', reason: 'exit (code 1)' },
  ])
  shell.perform({ type: 'runner.tell', message: { type: 'refused', intentId: 'a', code: 'X' } })
  t.same(posted, [{ type: 'refused', intentId: 'a', code: 'X' }])
})

t.test('closing ends the following and the runner', async (t) => {
  const { kit, shell } = started()
  let closedCount = 0
  shell.close(() => {
    closedCount += 1
  })
  t.equal(closedCount, 1)
  t.equal(kit.waiting(), 0)
  t.same(kit.subscribed(), [])
})
