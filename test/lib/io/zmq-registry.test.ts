import { statSync } from 'node:fs'
import process from 'node:process'
import t from 'tap'
import { Pull, Push, Router } from 'zeromq'
import { bindPrivate, hold, receiveEach } from '../../../src/lib/io/zmq-registry.ts'
import { socketFolder } from '../../kit/bus.ts'
import { until } from '../../kit/until.ts'

t.test('binds private sockets at the same time and gives the umask back', async (t) => {
  const folder = socketFolder(t)
  const umask = process.umask(0o022)
  const routers = ['a', 'b', 'c'].map((name) => ({ path: `${folder}/${name}.sock`, router: hold(new Router({ linger: 0 })) }))
  await Promise.all(routers.map(({ router, path }) => bindPrivate(router, path)))
  t.strictSame(
    routers.map(({ path }) => statSync(path).mode & 0o777),
    [0o600, 0o600, 0o600],
  )
  t.equal(process.umask(umask), 0o022)
  for (const { router } of routers) router.close()
})

t.test('binds the next one after a failure', async (t) => {
  const folder = socketFolder(t)
  const [bad, good] = [hold(new Router({ linger: 0 })), hold(new Router({ linger: 0 }))]
  const failed = t.rejects(bindPrivate(bad, `${folder}/none/a.sock`))
  await bindPrivate(good, `${folder}/b.sock`)
  await failed
  bad.close()
  good.close()
})

t.test('hands over every message until the socket is closed', async (t) => {
  const path = `${socketFolder(t)}/a.sock`
  const [push, pull] = [hold(new Push({ linger: 0 })), hold(new Pull())]
  await pull.bind(`ipc://${path}`)
  push.connect(`ipc://${path}`)
  const got: string[] = []
  receiveEach(pull, (frames) => {
    got.push(frames.map(String).join('|'))
    if (got.length === 2) pull.close()
  })
  for (const text of ['one', 'two', 'three']) await push.send([text, 'x'])
  await until('two messages', () => got.length === 2)
  push.close()
  t.strictSame(got, ['one|x', 'two|x'])
})
