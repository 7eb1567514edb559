import t from 'tap'
import type { Turn } from '../../../../src/daemons/sim/events.ts'
import { createUserStreams } from '../../../../src/daemons/sim/spot/user-streams.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'

t.test('sends events wrapped with the id of the subscription, to whoever watches the account', async (t) => {
  const sent: Array<[string, unknown]> = []
  const turn: Turn = { nowUs: epochUs(1), emit: (out) => out.type === 'socket.send' && sent.push([out.socketId, JSON.parse(out.text)]) }
  const users = createUserStreams()
  for (const socketId of ['a', 'b']) users.open(socketId)
  t.strictSame([users.subscribe('a', 'other'), users.subscribe('a', 'main'), users.subscribe('b', 'main')], [0, 1, 0])
  t.throws(() => users.subscribe('a', 'main'), { code: -2035 })
  users.notify('main', { e: 'x' }, turn)
  t.strictSame(sent, [
    ['a', { subscriptionId: 1, event: { e: 'x' } }],
    ['b', { subscriptionId: 0, event: { e: 'x' } }],
  ])
  users.unsubscribe('a', 0, turn)
  users.unsubscribe('b', undefined, turn)
  t.strictSame(sent.slice(2), [
    ['a', { subscriptionId: 0, event: { e: 'eventStreamTerminated', E: 0 } }],
    ['b', { subscriptionId: 0, event: { e: 'eventStreamTerminated', E: 0 } }],
  ])
  t.throws(() => users.unsubscribe('b', undefined, turn), { code: -2036 })
  t.strictSame([users.subscriptions('a'), users.session('a')], [[1], null])
  users.notify('main', { e: 'y' }, turn)
  t.equal(users.sentCount, 3)
  for (let count = 0; count < 65_533; count++) {
    users.subscribe('a', 'third')
    users.unsubscribe('a', count + 2, { ...turn, emit: () => undefined })
  }
  t.throws(() => users.subscribe('a', 'third'), { code: -2042, message: 'Maximum subscription ID reached for this connection.' })
  users.close('a')
  t.strictSame([users.has('a'), [...users.sockets()]], [false, ['b']])
})
