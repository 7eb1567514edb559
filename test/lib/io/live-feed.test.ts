import t from 'tap'
import { epochUs, monoUs } from '../../../src/lib/base/units.ts'
import { openLiveFeed } from '../../../src/lib/io/live-feed.ts'
import type { VenueRequest, VenueResult, VenueSocketHandlers } from '../../../src/lib/ports/venue.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { exchangeInfo } from '../../kit/market-texts.ts'

const ok = (body: string): VenueResult => ({ ok: true, status: 200, headers: {}, body, sentMonoUs: 0 })

const rig = (symbols: readonly string[]) => {
  const timers: Array<() => void> = []
  const sockets: Array<{ readonly path: string; readonly handlers: VenueSocketHandlers }> = []
  const asked: Array<{ readonly request: VenueRequest; readonly done: (result: VenueResult) => void }> = []
  const told: unknown[] = []
  const said: string[] = []
  const closed: string[] = []
  const feed = openLiveFeed(
    {
      clock: {
        nowUs: () => epochUs(1_700_000_000_000_001),
        monoUs: () => monoUs(0),
        after: (_us, fn) => {
          timers.push(fn)
          return () => void timers.splice(timers.indexOf(fn), 1)
        },
        defer: () => undefined,
      },
      venue: {
        send: (request, _timeoutUs, done) => void asked.push({ request, done }),
        openSocket: (path, handlers) => {
          sockets.push({ path, handlers })
          return { send: () => undefined, sendFrame: () => undefined, close: () => void closed.push(path) }
        },
        close: () => undefined,
      },
      market: binanceMarket(),
      say: (text) => said.push(text),
    },
    symbols,
  )
  feed.open({
    opened: (instruments) => told.push(instruments.map(({ symbol }) => symbol)),
    line: (...line) => told.push(line),
    lost: (symbols) => told.push({ lost: symbols }),
  })
  const fire = (): void => {
    for (const run of timers.splice(0)) run()
  }
  return { feed, sockets, asked, told, said, fire, closed }
}

t.test('tells the rules first, then frames and named snapshots as they come', async (t) => {
  const { feed, sockets, asked, told, said, fire } = rig(['BTCUSDT', 'NOUSDT'])
  t.match(asked[0]?.request.path, /exchangeInfo/)
  asked[0]?.done(ok(exchangeInfo('BTCUSDT', 'ETHUSDT')))
  t.strictSame(said, ["the venue has no 'NOUSDT'"])
  t.match(sockets[0]?.path, /btcusdt@depth/)
  sockets[0]?.handlers.opened()
  sockets[0]?.handlers.text('{"stream":"x"}')
  fire()
  asked[1]?.done(ok('{"lastUpdateId":5}'))
  feed.snapshot('BTCUSDT')
  asked[2]?.done(ok('{"lastUpdateId":6}'))
  t.strictSame(told, [
    ['BTCUSDT'],
    ['1700000000000001000 {"stream":"x"}', undefined],
    ['1700000000000001000 {"lastUpdateId":5}', 'BTCUSDT'],
    ['1700000000000001000 {"lastUpdateId":6}', 'BTCUSDT'],
  ])
})

t.test('asks again for the rules until they come, and for nothing after its end', async (t) => {
  const { feed, sockets, asked, told, said, fire, closed } = rig(['BTCUSDT'])
  asked[0]?.done({ ok: false, sent: true, reason: 'time-out', sentMonoUs: 0 })
  t.match(said[0], /no symbols of the venue: time-out/)
  fire()
  asked[1]?.done(ok(exchangeInfo('BTCUSDT')))
  t.equal(sockets.length, 1)
  feed.close()
  sockets[0]?.handlers.closed(1000, 'bye')
  fire()
  t.strictSame([told.length, sockets.length, closed.length], [1, 1, 1])
  const other = rig(['BTCUSDT'])
  other.feed.close()
  other.asked[0]?.done(ok(exchangeInfo('BTCUSDT')))
  t.strictSame(other.told, [])
})
