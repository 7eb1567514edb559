import t from 'tap'
import { checkSymbols } from '../../../src/lib/cli/record-symbols.ts'
import type { VenueLink, VenueResult } from '../../../src/lib/ports/venue.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { exchangeInfo } from '../../kit/market-texts.ts'

const answering = (result: VenueResult): VenueLink => ({
  send: (_request, _withinUs, done) => done(result),
  openSocket: () => ({ send: () => undefined, sendFrame: () => undefined, close: () => undefined }),
  close: () => undefined,
})

const checked = async (result: VenueResult, symbols: readonly string[]): Promise<string[]> => {
  const said: string[] = []
  await checkSymbols(answering(result), binanceMarket(), { symbols, say: (text) => said.push(text) })
  return said
}

t.test('refuses a symbol that the venue does not have, naming the nearest', async (t) => {
  const info: VenueResult = { ok: true, status: 200, headers: {}, body: exchangeInfo('BTCUSDT', 'ETHUSDT'), sentMonoUs: 0 }
  t.strictSame(await checked(info, ['BTCUSDT', 'ETHUSDT']), [])
  await t.rejects(checked(info, ['BTCUSDT', 'BTCUSD']), {
    code: 'UNKNOWN_SYMBOL',
    exit: 2,
    message: "the venue has no 'BTCUSD'",
    hint: /^did you mean BTCUSDT/,
  })
})

t.test('says so when the venue does not tell, and goes on', async (t) => {
  t.match(await checked({ ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 }, ['X']), [/^the symbols are not checked: no answer/])
})
