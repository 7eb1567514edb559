import t from 'tap'
import { Router } from 'zeromq'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { openDealer } from '../../../src/lib/io/zmq-dealer.ts'
import { hold } from '../../../src/lib/io/zmq-registry.ts'
import { socketFolder } from '../../kit/bus.ts'
import { until } from '../../kit/until.ts'

const clock = systemClock()
const routerAt = async (path: string): Promise<Router> => {
  const router = hold(new Router({ linger: 0, sendTimeout: 0, mandatory: true }))
  await router.bind(`ipc://${path}`)
  return router
}

t.test('keeps the order of what waits for the first connection', async (t) => {
  const path = `${socketFolder(t)}/risk.rpc.sock`
  const dealer = openDealer({ path, clock, onFrames: () => undefined })
  for (let index = 0; index < 20; index++) dealer.send(Uint8Array.of(index), () => t.fail('sent'))
  const router = await routerAt(path)
  const got: number[] = []
  while (got.length < 20) got.push((await router.receive())[1]?.[0] ?? -1)
  t.strictSame(
    got,
    Array.from({ length: 20 }, (_, index) => index),
  )
  dealer.close()
  router.close()
})

t.test('fails at once while its peer is away, and keeps nothing for the successor', async (t) => {
  const path = `${socketFolder(t)}/risk.rpc.sock`
  const first = await routerAt(path)
  const dealer = openDealer({ path, clock, onFrames: () => undefined })
  let failed = 0
  dealer.send(Uint8Array.of(1), () => t.fail('sent'))
  await first.receive()
  first.close()
  await until('the loss is known', () => {
    dealer.send(Uint8Array.of(2), () => failed++)
    return failed > 0
  })
  const second = await routerAt(path)
  let asked = true
  const got = second.receive().finally(() => {
    asked = false
  })
  await until('the successor hears something new', () => {
    dealer.send(Uint8Array.of(3), () => undefined)
    return !asked
  })
  t.equal((await got)[1]?.[0], 3)
  dealer.close()
  second.close()
})

t.test('gives up waiting for a first connection that never comes', async (t) => {
  const dealer = openDealer({ path: `${socketFolder(t)}/none.sock`, clock, onFrames: () => undefined })
  const startUs = clock.monoUs()
  let failed = 0
  for (let index = 0; index < 3; index++) dealer.send(Uint8Array.of(index), () => failed++)
  await until('all have failed', () => failed === 3)
  t.ok(clock.monoUs() - startUs >= 250_000)
  dealer.close()
})
