import t from 'tap'
import { epochUs, monoUs } from '../../../src/lib/base/units.ts'
import { recordMarket } from '../../../src/lib/io/market-recorder.ts'
import type { VenueResult, VenueSocketHandlers } from '../../../src/lib/ports/venue.ts'
import { binanceMarket, binanceUsdmMarket } from '../../../src/lib/venues/binance/market.ts'
import { krakenMarket } from '../../../src/lib/venues/kraken/market.ts'

const setUp = (market = binanceMarket()) => {
  const timers: Array<() => void> = []
  const waits: number[] = []
  const sent: string[] = []
  const opened: Array<{ readonly path: string; readonly handlers: VenueSocketHandlers }> = []
  const asked: Array<(result: VenueResult) => void> = []
  const lines: string[] = []
  const said: string[] = []
  let nowUs = 1_700_000_000_000_001
  const clock = {
    nowUs: () => epochUs(nowUs),
    monoUs: () => monoUs(0),
    after: (us: number, fn: () => void) => {
      waits.push(us)
      timers.push(fn)
      return () => void timers.splice(timers.indexOf(fn), 1)
    },
    defer: () => undefined,
  }
  const venue = {
    send: (_request: unknown, _timeoutUs: number, done: (result: VenueResult) => void) => void asked.push(done),
    openSocket: (path: string, handlers: VenueSocketHandlers) => {
      opened.push({ path, handlers })
      return { send: (text: string) => void sent.push(text), sendFrame: () => undefined, close: () => undefined }
    },
    close: () => undefined,
  }
  const recorder = recordMarket({ venue, clock, market, line: (text) => lines.push(text), say: (text) => said.push(text) }, ['BTCUSDT'])
  const fire = (): void => {
    nowUs += 60_000_000
    for (const run of timers.splice(0)) run()
  }
  return { opened, asked, lines, said, fire, recorder, timers, waits, sent }
}
const answer = (status: number, body: string): VenueResult => ({ ok: true, status, headers: {}, body, sentMonoUs: 0 })

t.test('writes frames and the snapshot as they came, with the time of receipt in nanoseconds', async (t) => {
  const { opened, asked, lines, fire } = setUp()
  opened[0]?.handlers.opened()
  opened[0]?.handlers.text('{"stream":"x"}')
  fire()
  asked[0]?.(answer(200, '{"lastUpdateId":5}'))
  t.strictSame(lines, ['1700000000000001000 {"stream":"x"}', '1700000060000001000 {"lastUpdateId":5}'])
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
  t.equal(asked.length, 1, 'a lost connection has no use for a snapshot')
  opened[1]?.handlers.opened()
  fire()
  t.equal(asked.length, 2)
  t.strictSame(said, ["no snapshot of 'BTCUSDT': status 429; asking again", 'connection lost: reset; opening it again'])
})

t.test('opens every route of a venue, and nothing after its end', async (t) => {
  const { opened, recorder, timers } = setUp(binanceUsdmMarket())
  t.equal(opened.length, 2)
  recorder.stop()
  opened[0]?.handlers.closed(1000, 'bye')
  t.equal(timers.length, 0)
})

t.test('tries ever more slowly while a venue refuses, and at once quickly after it was there', async (t) => {
  const { opened, fire, waits } = setUp()
  for (let round = 0; round < 12; round++) {
    opened.at(-1)?.handlers.closed(1006, 'refused')
    fire()
  }
  t.equal(waits[0], 1_000_000)
  for (const [round, wait] of waits.entries()) t.ok(wait >= 1_000_000 && wait <= Math.min(60_000_000, 1_000_000 * 2 ** round), `${wait} in round ${round}`)
  opened.at(-1)?.handlers.opened()
  fire()
  opened.at(-1)?.handlers.closed(1006, 'reset')
  t.equal(waits.at(-1), 1_000_000)
})

t.test('subscribes where an address names no streams, and asks for no snapshot that the stream brings', async (t) => {
  const { opened, asked, sent, fire } = setUp(krakenMarket())
  opened[0]?.handlers.opened()
  fire()
  t.match(JSON.parse(sent[0] ?? 'null'), { method: 'subscribe' })
  t.equal(asked.length, 0)
})
