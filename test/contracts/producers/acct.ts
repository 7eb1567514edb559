import { acctCore } from '../../../src/daemons/acct/core.ts'
import type { AcctIn, AcctOut } from '../../../src/daemons/acct/events.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { execStream } from '../../kit/exec-stream.ts'
import { answerOf, type Produced, sentBy } from './produced.ts'

const NOW_US = 1_000_000_000

/** acct books a fill, without a mark and with one, and is asked. */
export const acctMessages = (): Produced[] => {
  const state = acctCore.init({ quoteAsset: 'USDT', markStaleMs: 5_000 })
  const outs: AcctOut[] = []
  let seq = 0
  const step = (input: AcctIn): void => {
    seq += 1
    acctCore.step(state, { seq, nowUs: epochUs(NOW_US + seq * 200_000), input }, (out) => void outs.push(out))
  }
  const stream = execStream()
  stream.reconciled({ USDT: '100000', BTC: '2' }, true)
  stream.filled({ price: '60000', qty: '0.001', fee: '0.000001', feeAsset: 'BTC' })
  step({ type: 'start', epoch: 3 })
  for (const event of stream.events) step({ type: 'exec.event', event })
  step({ type: 'exec.caughtUp', lastSeq: stream.events.length })
  step({ type: 'mark', symbol: 'BTCUSDT', bid: '60010', ask: '60011', receivedUs: NOW_US + 500_000 })
  step({ type: 'timer.fired', id: 'tick' })
  step({ type: 'rpc.requested', requestId: 'r', method: 'acct.state', src: 'cli', deadlineUs: NOW_US * 2, correlationId: 'c', body: {} })
  const replies = outs.flatMap((out) => (out.type === 'rpc.reply' ? [answerOf('acct.state', out.answer)] : []))
  return [...sentBy(outs), ...replies]
}
