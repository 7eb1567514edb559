import t from 'tap'
import { SimDesk } from '../../kit/sim-desk.ts'

t.test('cuts a socket when its time is over, and no other', async (t) => {
  const desk = new SimDesk({ config: { sockets: { socketLifeMs: 1_000, attemptsCount: 300 } } })
  const first = desk.open('/ws')
  desk.advance(500_000)
  const second = desk.open('/ws')
  desk.advance(600_000)
  const closed = () => desk.outs.filter((out) => out.type === 'socket.close').map(({ socketId }) => socketId)
  t.strictSame(closed(), [first])
  desk.give({ type: 'socket.closed', socketId: second })
  desk.advance(2_000_000)
  t.strictSame(closed(), [first])
})

t.test('closes the sockets of an address that tries too often', async (t) => {
  const desk = new SimDesk({ config: { sockets: { socketLifeMs: 86_400_000, attemptsCount: 3 } } })
  const sockets = [1, 2, 3, 4].map(() => desk.open('/ws'))
  const closed = desk.outs.filter((out) => out.type === 'socket.close')
  t.match(closed, [{ socketId: sockets[3], code: 1008 }])
  t.equal(closed.length, 1)
  desk.advance(300_000_000)
  desk.open('/ws')
  t.equal(desk.outs.filter((out) => out.type === 'socket.close').length, 1)
})

t.test('knows the address of an open socket', async (t) => {
  const desk = new SimDesk()
  desk.give({ type: 'socket.opened', socketId: 'x', path: '/ws', query: '', address: '10.0.0.1' })
  t.equal(desk.venue.lives.addressOf('x'), '10.0.0.1')
  desk.give({ type: 'socket.closed', socketId: 'x' })
  t.equal(desk.venue.lives.addressOf('x'), '')
})
