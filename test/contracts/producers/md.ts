import { mdDaemon } from '../../../src/daemons/md/shell.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench, mdConfig } from '../../kit/md-core.ts'
import { memoryRing } from '../../kit/ring.ts'
import { shellPorts } from '../../kit/shell-ports.ts'
import { answerOf, type Produced, sentBy } from './produced.ts'

const unused = (): never => {
  throw new Error('the venue is not asked')
}

/** The shell adds to a snapshot where its ring stands. */
const snapshotAnswers = (bench: MdBench): Produced[] => {
  const { ports, replies } = shellPorts()
  const { writer: ring } = memoryRing()
  const venue = { send: unused, openSocket: unused, close: () => undefined }
  const own = { venue, ring, bell: { notify: () => undefined }, checkpoints: { append: () => undefined, close: () => undefined } }
  const shell = mdDaemon({ venue: binanceMarket() }).shell({ config: mdConfig, ports: { ...ports, ...own }, offer: () => undefined })
  for (const out of bench.take('snapshot.reply')) shell.perform(out)
  return replies.map(([, answer]) => answerOf('md.snapshot', answer))
}

/** Marks, liquidations and bars as the venue writes them. */
const NEWS = [
  '{"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1,"s":"BTCUSDT","p":"60000.1","i":"60001","P":"0","r":"-0.0001","T":2}}',
  '{"stream":"btcusdt@forceOrder","data":{"e":"forceOrder","E":1,"o":{"s":"BTCUSDT","S":"SELL","q":"0.01","p":"59000","ap":"59100.5","T":1}}}',
  `{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1,"s":"BTCUSDT","k":{"t":0,"T":59999,"i":"1m","o":"1","c":"2","h":"3","l":"1","v":"10","n":4,"x":true}}}`,
]

/** md gets one book valid, sees a trade, which is a bar, and the best prices, and is asked about them. */
export const mdMessages = (): Produced[] => {
  const bench = connectedBench({ bars: ['1t'] })
  const ask = (method: string, body: unknown): void =>
    bench.give({ type: 'rpc.requested', requestId: method, method, src: 'cli', deadlineUs: bench.nowUs() + 1_000_000, correlationId: 'c', body })
  bench.text(marketTexts.diff({ ids: [101, 102], bids: [[6_000_000, 5]] }))
  bench.answer(marketTexts.snapshot(100, [[6_000_000, 7]], [[6_000_001, 3]]))
  bench.text(marketTexts.diff({ ids: [103, 104], asks: [[6_000_002, 9]] }))
  bench.text(marketTexts.ticker(104, [6_000_000, 5], [6_000_001, 3]))
  bench.text(marketTexts.trade(9, 6_000_001, 67))
  for (const text of NEWS) bench.text(text)
  bench.advance(200_000)
  for (const method of ['md.instruments', 'md.snapshot']) ask(method, { symbol: 'BTCUSDT' })
  ask('md.health', {})
  ask('md.subscribe', { symbols: ['ETHUSDT'] })
  ask('md.resync', { symbol: 'BTCUSDT' })
  const answers = bench.take('rpc.reply').map((out) => answerOf(out.requestId, out.answer))
  return [...sentBy(bench.take('publish')), ...answers, ...snapshotAnswers(bench)]
}
