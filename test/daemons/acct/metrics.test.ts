import t from 'tap'
import { bookOwnFill } from '../../../src/daemons/acct/books.ts'
import { acctMetrics } from '../../../src/daemons/acct/metrics.ts'
import { openState } from '../../../src/daemons/acct/state.ts'
import type { OrderFilled } from '../../../src/lib/contracts/exec.ts'
import { metricsText } from '../../../src/lib/daemon/metrics.ts'
import { execStream } from '../../kit/exec-stream.ts'

t.test('tells volume and position by symbol', async (t) => {
  const state = openState({ quoteAsset: 'USDT', markStaleMs: 5_000 })
  bookOwnFill(state.books, (execStream().filled({ side: 'sell' }).body as OrderFilled).fill)
  const text = metricsText(acctMetrics, state)
  t.match(text, 'trade_acct_volume_total{symbol="BTCUSDT"} 60\n')
  t.match(text, 'trade_acct_position{symbol="BTCUSDT"} -0.001\n')
  t.match(text, 'trade_acct_drift_total 0\n')
})
