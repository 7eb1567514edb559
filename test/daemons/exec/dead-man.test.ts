import t from 'tap'
import { isDisarmed, renewAll, takeArmed, watchOrders } from '../../../src/daemons/exec/dead-man.ts'
import type { ExecOut } from '../../../src/daemons/exec/events.ts'
import type { Turn } from '../../../src/daemons/exec/turn.ts'
import { binanceUsdmOrders } from '../../../src/lib/venues/binance-usdm/orders.ts'
import { lost, ok } from './paper-venue.ts'
import { Rig } from './rig.ts'

const setUp = (symbols: readonly string[], over: { deadManMs?: number } = {}) => {
  const rig = new Rig({ over: { symbols: [...symbols], ...over } }).start()
  const ids = symbols.map((symbol) => rig.submit({ symbol }))
  rig.run(100_000)
  const turn = (): Turn => ({ ...rig.turn(), venue: binanceUsdmOrders })
  const made = (run: (at: Turn) => unknown): ExecOut[] => {
    const count = rig.outs.length
    run(turn())
    rig.state.gate.inFlight.clear()
    return rig.outs.slice(count)
  }
  return { rig, ids, turn, made }
}

const lengthsIn = (outs: readonly ExecOut[]): unknown[] =>
  outs.flatMap((out) => (out.type === 'venue.send' ? [Object.fromEntries(out.request.params).countdownTime] : []))

t.test('a symbol is armed once its order may rest, for 15 s and every 5 s', async (t) => {
  const { rig, made, turn } = setUp(['BTCUSDT'])
  const first = made(watchOrders)
  t.match(first, [
    { type: 'timer.set', id: 'deadMan', afterUs: 5_000_000 },
    { type: 'venue.send', id: 'deadMan|BTCUSDT', request: { path: '/fapi/v1/countdownCancelAll' } },
  ])
  t.strictSame(lengthsIn(first), [15_000])
  t.strictSame(made(watchOrders), [], 'once')
  t.strictSame(lengthsIn(made(renewAll)), [15_000])
  t.notOk(isDisarmed(turn()), 'not while the order rests')
  t.equal(rig.state.deadMan.get('BTCUSDT')?.leaving, false)
})

t.test('above five symbols everything takes twice as long', async (t) => {
  const { made } = setUp(['A', 'B', 'C', 'D', 'E', 'F'])
  t.strictSame(lengthsIn(made(watchOrders)), [30_000, 30_000, 30_000, 30_000, 30_000, 30_000])
  const again = made(renewAll)
  t.match(again[0], { type: 'timer.set', id: 'deadMan', afterUs: 10_000_000 })
})

t.test('it is taken back without an order, and forgotten when the venue says so', async (t) => {
  const { rig, ids, made, turn } = setUp(['BTCUSDT'])
  made(watchOrders)
  rig.request('order.cancel', { clientOrderId: ids[0] })
  rig.run(200_000)
  t.strictSame(lengthsIn(made(renewAll)), [0])
  takeArmed(turn(), 'BTCUSDT', ok({ symbol: 'BTCUSDT', countdownTime: '0' }))
  t.equal(rig.state.deadMan.size, 0)
  t.ok(isDisarmed(turn()))
})

t.test('a countdown that could not be set is asked for again', async (t) => {
  const { rig, made } = setUp(['BTCUSDT'])
  made(watchOrders)
  t.match(made((at) => takeArmed(at, 'BTCUSDT', lost)).at(-1), { type: 'timer.set', id: 'deadMan', afterUs: 1_000_000 })
  rig.state.phase = 'draining'
  made((at) => takeArmed(at, 'BTCUSDT', lost))
  t.equal(rig.state.deadMan.size, 0, 'stopping does not wait for it')
})

t.test('nothing is armed where the venue cannot or nobody wants it', async (t) => {
  const { rig, made } = setUp(['BTCUSDT'])
  t.strictSame(
    made((at) => watchOrders({ ...at, venue: rig.turn().venue })),
    [],
  )
  const off = setUp(['BTCUSDT'], { deadManMs: 0 })
  t.strictSame(off.made(watchOrders), [])
})
