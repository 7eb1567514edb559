import t from 'tap'
import { paperFeed } from '../../../src/lib/cli/paper-feed.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { openHttpServer } from '../../../src/lib/io/http-server.ts'
import { exchangeInfo } from '../../kit/market-texts.ts'

t.test('follows the venue at the endpoint', async (t) => {
  const server = await openHttpServer('127.0.0.1:0')
  t.teardown(() => new Promise<void>((done) => server.close(done)))
  server.handle({
    request: (_request, respond) => respond({ status: 200, body: exchangeInfo('BTCUSDT', 'ETHUSDT') }),
    socket: (socket) => socket.send(`{"stream":"${socket.path}"}`),
  })
  const feed = paperFeed({ endpoint: `http://${server.address}`, clock: systemClock(), symbols: ['BTCUSDT'] })
  t.teardown(() => feed.close())
  const symbols = Promise.withResolvers<string[]>()
  const line = Promise.withResolvers<string>()
  feed.open({ opened: (instruments) => symbols.resolve(instruments.map(({ symbol }) => symbol)), line: (text) => line.resolve(text), lost: () => undefined })
  t.strictSame(await symbols.promise, ['BTCUSDT'])
  t.match(await line.promise, /^\d{16}000 \{"stream":"\/stream"\}$/)
})

t.test('refuses an endpoint that is none', async (t) => {
  t.throws(() => paperFeed({ endpoint: 'nowhere', clock: systemClock(), symbols: [] }), { code: 'ENDPOINT', exit: 2 })
})
