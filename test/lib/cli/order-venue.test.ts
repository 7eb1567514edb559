import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openAccountLink, orderVenueOf } from '../../../src/lib/cli/order-venue.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'

const clock = systemClock()

const setUp = (t: Test) => {
  const dir = t.testdir({})
  const keyFile = join(dir, 'key.json')
  writeFileSync(keyFile, '{"apiKey":"k","secret":"s"}', { mode: 0o600 })
  const places = findPlaces({ dir })
  const open = (name: string, way: { endpoint?: string; 'key-file'?: string }) => {
    const made = openAccountLink(orderVenueOf(name), { endpoint: way.endpoint, 'key-file': way['key-file'], route: 'rest' }, { places, clock })
    made.link.close()
    return made.endpoint
  }
  return { open, keyFile }
}

t.test('an unknown venue is refused, with the nearest name', async (t) => {
  t.throws(() => orderVenueOf('binance-usd'), { code: 'USAGE', exit: 2, hint: 'did you mean binance-usdm?' })
  t.equal(orderVenueOf('binance').orders.name, 'binance')
})

t.test('orders go to the named address, and to a live venue only with a key that was named', async (t) => {
  const { open, keyFile } = setUp(t)
  t.equal(open('binance-usdm', { endpoint: 'http://127.0.0.1:1', 'key-file': keyFile }), 'http://127.0.0.1:1')
  t.equal(open('binance-usdm', { 'key-file': keyFile }), 'https://fapi.binance.com')
  t.throws(() => open('binance', {}), { code: 'USAGE', exit: 2, message: /need '--key-file'/ })
  t.throws(() => open('sim', { 'key-file': keyFile }), { code: 'SIM_NOT_RUNNING', exit: 3 })
})
