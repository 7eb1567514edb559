import t from 'tap'
import { VENUE_NAMES, venueByName } from '../../../src/lib/venues/registry.ts'

t.test('knows each venue by its name, with where it lives', async (t) => {
  t.strictSame([...VENUE_NAMES], ['sim', 'binance', 'binance-usdm', 'kraken', 'kraken-v1'])
  t.match(venueByName('sim'), { ok: true, value: { endpoints: null, transport: 'web', market: { name: 'binance' } } })
  t.match(venueByName('binance-usdm'), { ok: true, value: { endpoints: { stream: 'wss://fstream.binance.com' }, market: { name: 'binance-usdm' } } })
  t.match(venueByName('kraken'), { ok: true, value: { market: { traits: { proof: 'checksum' } } } })
  t.match(venueByName('kraken-v1'), { ok: true, value: { endpoints: { stream: 'wss://ws.kraken.com' }, market: { traits: { proof: 'checksum' } } } })
  t.match(venueByName('ccxt:okx'), {
    ok: true,
    value: { endpoints: null, transport: { process: 'okx' }, market: { name: 'ccxt:okx', traits: { proof: 'none' } } },
  })
})

t.test('refuses any other name and says which there are', async (t) => {
  for (const name of ['binanse', 'ccxt:', 'ccxt:../x', 'constructor'])
    t.match(venueByName(name), { ok: false, error: /is unknown: sim, binance, binance-usdm, kraken, kraken-v1 or ccxt:ID/ })
})
