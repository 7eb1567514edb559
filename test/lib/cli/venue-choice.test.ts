import t from 'tap'
import { TradeError } from '../../../src/lib/base/errors.ts'
import { isSimulated, openPublicLink, venueOf } from '../../../src/lib/cli/venue-choice.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'

const refusal = (run: () => unknown): TradeError | null => {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof TradeError) return error
    throw error
  }
}

t.test('knows venues by name, and names the nearest of an unknown one', async (t) => {
  t.equal(venueOf('kraken').market.name, 'kraken')
  t.same(venueOf('ccxt:okx').transport, { process: 'okx' })
  t.match(
    refusal(() => venueOf('binanc')),
    { exit: 2, hint: 'did you mean binance?' },
  )
  t.match(
    refusal(() => venueOf('bitfinex')),
    { exit: 2, hint: 'sim, binance, binance-usdm, kraken' },
  )
})

t.test('only the simulator has no address of its own', async (t) => {
  t.strictSame(['sim', 'binance', 'ccxt:okx'].map(venueOf).map(isSimulated), [true, false, false])
  const link = refusal(() => openPublicLink(venueOf('sim'), { endpoint: undefined, clock: systemClock() }))
  t.match(link, { exit: 2, hint: /--endpoint/ })
})

t.test('opens the address that is given, else the own one of the venue', async (t) => {
  const clock = systemClock()
  const places = [
    ['sim', 'http://127.0.0.1:1'],
    ['binance', undefined],
  ] as const
  for (const [name, endpoint] of places) openPublicLink(venueOf(name), { endpoint, clock }).close()
  t.match(
    refusal(() => openPublicLink(venueOf('binance'), { endpoint: 'nonsense', clock })),
    { exit: 2, code: 'ENDPOINT' },
  )
})
