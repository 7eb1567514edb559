import t from 'tap'
import { epochUs, monoUs } from '../../../src/lib/base/units.ts'
import { recordMarket } from '../../../src/lib/io/market-recorder.ts'
import type { VenueResult, VenueSocketHandlers } from '../../../src/lib/ports/venue.ts'
import { binanceMarket, binanceUsdmMarket } from '../../../src/lib/venues/binance/market.ts'

const setUp = (market = binanceMarket()) => {
  const timers: Array<() => void> = []
  const opened: Array<{ readonly path: string; readonly handlers: VenueSocketHandlers }> = []
  const asked: Array<(result: VenueResult) => void> = []
  const lines: string[] = []
  const said: string[] = []
  const clock = {
    nowUs: () => epochUs(1_700_000_000_000_001),
    monoUs: () => monoUs(0),
    after: (_us: number, fn: () => void) => {
      timers.push(fn)
      return () => void timers.splice(timers.indexOf(fn), 1)
    },
    defer: () => undefined,
  }
  const venue = {
    send: (_request: unknown, _timeoutUs: number, done: (result: VenueResult) => void) => void asked.push(done),
    openSocket: (path: string, handlers: VenueSocketHandlers) => {
      opened.push({ path, handlers })
      return { send: () => undefined, sendFrame: () => undefined, close: () => undefined }
    },
    close: () => undefined,
  }
  const cancel = recordMarket({ venue, clock, market, line: (text) => lines.push(text), say: (text) => said.push(text) }, ['BTCUSDT'])
  const fire = (): void => {
    for (const run of timers.splice(0)) run()
  }
  return { opened, asked, lines, said, fire, cancel, timers }
}
const answer = (status: number, body: string): VenueResult => ({ ok: true, status, headers: {}, body, sentMonoUs: 0 })

t.test('writes frames and the snapshot as they came, with the time of receipt in nanoseconds', async (t) => {
  const { opened, asked, lines, fire } = setUp()
  opened[0]?.handlers.opened()
  opened[0]?.handlers.text('{"stream":"x"}')
  fire()
  asked[0]?.(answer(200, '{"lastUpdateId":5}'))
  t.strictSame(lines, ['1700000000000001000 {"stream":"x"}', '1700000000000001000 {"lastUpdateId":5}'])
  t.match(opened[0]?.path, /btcusdt@depth@100ms.*btcusdt@trade/)
})

t.test('opens a lost connection again, with another snapshot, and asks again after a refusal', async (t) => {
  const { opened, asked, said, fire } = setUp()
  opened[0]?.handlers.opened()
  fire()
  asked[0]?.(answer(429, 'no'))
  opened[0]?.handlers.closed(1006, 'reset')
  fire()
  t.equal(opened.length, 2)
  t.equal(asked.length, 2)
  t.strictSame(said, ["no snapshot of 'BTCUSDT': status 429; asking again", 'connection lost: reset; opening it again'])
})

t.test('opens every route of a venue, and nothing after its end', async (t) => {
  const { opened, cancel, timers } = setUp(binanceUsdmMarket())
  t.equal(opened.length, 2)
  cancel()
  opened[0]?.handlers.closed(1000, 'bye')
  t.equal(timers.length, 0)
})
