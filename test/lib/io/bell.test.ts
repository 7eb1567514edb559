import { once } from 'node:events'
import { statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type BellClient, type BellServer, connectBell, openBell } from '../../../src/lib/io/bell.ts'
import { shortFolder } from '../../kit/ring.ts'
import { until } from '../../kit/until.ts'

/** A bell whose writer stands at `place.position`, and one client that counts. */
const pair = async (test: Test, position = 0) => {
  const path = join(shortFolder(test), 'md.bell.sock')
  const place = { position }
  const seen = { rings: 0, closes: 0 }
  const bell: BellServer = await openBell(path, () => place.position)
  const client: BellClient = connectBell(path, { onRing: () => seen.rings++, onClosed: () => seen.closes++ })
  test.teardown(() => client.close())
  return { path, place, seen, bell, client }
}

t.test('a reader that is behind is rung at once', async (t) => {
  const { seen, bell, client } = await pair(t, 7)
  client.arm(6)
  await until('a ring', () => seen.rings === 1)
  await bell.close()
})

t.test('a reader that is level is rung by the next notify, once', async (t) => {
  const { place, seen, bell, client } = await pair(t, 2 ** 32 + 5)
  client.arm(2 ** 32 + 5)
  await until('a ring', () => {
    bell.notify()
    return seen.rings > 0
  })
  place.position++
  bell.notify()
  bell.notify()
  client.arm(place.position - 1)
  await until('the second ring', () => seen.rings === 2)
  t.equal(seen.rings, 2, 'the notifies between rang nobody')
  await bell.close()
})

t.test('a closed bell tells its client once', async (t) => {
  const { seen, bell, client } = await pair(t, 1)
  client.arm(0)
  await until('a ring', () => seen.rings === 1)
  await bell.close()
  await until('the close', () => seen.closes === 1)
  client.arm(1)
  t.equal(seen.closes, 1)
})

t.test('a bell that is not there is a close', async (t) => {
  let closes = 0
  const client = connectBell(join(shortFolder(t), 'none.sock'), { onRing: () => t.fail('rung'), onClosed: () => closes++ })
  client.arm(0)
  await until('the close', () => closes === 1)
  t.pass('no error escaped')
})

t.test('takes the place of a socket that a dead writer left, and is private', async (t) => {
  const path = join(shortFolder(t), 'md.bell.sock')
  const dead = createServer().listen(path)
  await once(dead, 'listening')
  const bell = await openBell(path, () => 1)
  t.equal(statSync(path).mode & 0o777, 0o600)
  const client = connectBell(path, { onRing: () => client.close(), onClosed: () => undefined })
  client.arm(0)
  await bell.close()
  dead.close()
})

t.test('a position may arrive in pieces', async (t) => {
  const { path, bell } = await pair(t, 0x01020304)
  const socket = connect(path)
  socket.setNoDelay(true)
  socket.write(new Uint8Array([4, 3]))
  let rings = 0
  socket.on('data', (bytes) => {
    rings += bytes.length
  })
  socket.write(new Uint8Array([2]))
  socket.write(new Uint8Array([1, 9, 9, 9, 9]))
  await until('a ring', () => rings === 1)
  t.equal(rings, 1)
  socket.destroy()
  await bell.close()
})
