import t from 'tap'
import { channelPlan } from '../../../src/lib/cli/channels.ts'
import { refuseStreamless, tellUnfollowed } from '../../../src/lib/cli/unfollowed.ts'
import { binanceMarket, binanceUsdmMarket } from '../../../src/lib/venues/binance/market.ts'
import { krakenMarket } from '../../../src/lib/venues/kraken/market.ts'

const told = (wanted: readonly string[], served: { readonly channels?: string[]; readonly bars?: string[] }): string[] => {
  const said: string[] = []
  const answer = { symbols: ['A'], channels: ['book', 'trades', 'ticker'], bars: ['1m'], ...served }
  tellUnfollowed(wanted, channelPlan(wanted), { served: answer, say: (text) => said.push(text) })
  return said
}

t.test('says how to get a channel that the running md does not follow', async (t) => {
  t.strictSame(told(['book', 'bar:1m'], {}), [])
  t.match(told(['book', 'bar:5s', 'kline:1m'], {}), [
    "the md that runs does not follow 'kline:1m': start that md with --channel kline:1m",
    /'bar:5s': trade md bars --spec 5s makes them of its trades/,
  ])
})

t.test('ends with 2 when nothing else is wanted', async (t) => {
  t.throws(() => told(['bar:5s', 'mark'], {}), { exit: 2, code: 'NOT_FOLLOWED', message: /'mark,bar:5s'/, hint: /--channel mark/ })
  t.throws(() => told(['bar:5s', 'bar:5s'], {}), { code: 'NOT_FOLLOWED', exit: 2, hint: /^trade md bars --spec 5s / })
})

t.test('refuses a channel that the venue has no stream for', async (t) => {
  t.doesNotThrow(() => refuseStreamless(binanceMarket(), channelPlan(['book', 'kline:1m', 'bar:1s'])))
  t.doesNotThrow(() => refuseStreamless(binanceUsdmMarket(), channelPlan(['mark', 'liquidation'])))
  t.throws(() => refuseStreamless(krakenMarket(), channelPlan(['book', 'kline:1m'])), { exit: 2, message: "venue 'kraken' has no 'kline:1m'" })
  t.throws(() => refuseStreamless(binanceMarket(), channelPlan(['mark'])), { exit: 2, message: "venue 'binance' has no 'mark'" })
})
