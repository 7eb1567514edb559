import t from 'tap'
import { testKey } from '../../../src/lib/cli/key-test.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import type { VenueLink, VenueResult } from '../../../src/lib/ports/venue.ts'
import { binanceOrders } from '../../../src/lib/venues/binance/orders.ts'

/** A venue that tells its time and then says this. */
const linkTo = (status: number, body: object): VenueLink & { readonly paths: string[] } => {
  const paths: string[] = []
  return {
    paths,
    send: ({ path }, _timeoutUs, done) => {
      paths.push(path)
      const answer = path.endsWith('/time') ? { status: 200, body: { serverTime: 1_800_000_000_000 } } : { status, body }
      done({ ok: true, status: answer.status, headers: {}, body: JSON.stringify(answer.body), sentMonoUs: 0 } as VenueResult)
    },
    openSocket: () => ({ send: () => undefined, sendFrame: () => undefined, close: () => undefined }),
    close: () => undefined,
  }
}

t.test('a key that works shows what the account holds; only questions are asked', async (t) => {
  const link = linkTo(200, { balances: [{ asset: 'USDT', free: '5', locked: '0' }] })
  t.match(await testKey(binanceOrders, link, systemClock()), { ok: true, balances: [{ asset: 'USDT', free: '5' }] })
  t.same(link.paths, ['/api/v3/time', '/api/v3/account'])
})

t.test('a key that does not is refused in the words of the venue', async (t) => {
  const verdict = await testKey(binanceOrders, linkTo(400, { code: -1022, msg: 'Signature for this request is not valid.' }), systemClock())
  t.match(verdict, { ok: false, kind: 'rejected', reason: /-1022/ })
})
