import t from 'tap'
import { followMarks, type Mark } from '../../../src/lib/daemon/marks.ts'
import { shellPorts } from '../../kit/shell-ports.ts'

const ticker = (symbol: string, bid: string) => ({ symbol, updateId: 1, bid, bidQty: '1', ask: '101', askQty: '1', receivedUs: 7 })

const followed = () => {
  const kit = shellPorts()
  const seen: Mark[] = []
  const cancel = followMarks({ ...kit.ports, onMark: (mark) => seen.push(mark) })
  const tick = (symbol: string, bid: string): void => kit.deliver(`market_data.${symbol}.ticker`, 'ticker', ticker(symbol, bid))
  return { kit, seen, cancel, tick, bids: () => seen.map(({ bid }) => bid) }
}

t.test('hands over the first mark at once and then the newest of each 100 ms', async (t) => {
  const { kit, tick, seen, bids } = followed()
  for (const bid of ['90', '91', '92']) tick('BTCUSDT', bid)
  t.strictSame(seen, [{ type: 'mark', symbol: 'BTCUSDT', bid: '90', ask: '101', receivedUs: 7 }])
  kit.advance(99_999)
  t.strictSame(bids(), ['90'])
  kit.advance(1)
  t.strictSame(bids(), ['90', '92'])
  tick('BTCUSDT', '93')
  t.strictSame(bids(), ['90', '92'])
  kit.advance(300_000)
  t.strictSame(bids(), ['90', '92', '93'])
  tick('BTCUSDT', '94')
  t.strictSame(bids(), ['90', '92', '93', '94'])
})

t.test('conflates every symbol by itself', async (t) => {
  const { tick, bids } = followed()
  tick('BTCUSDT', '90')
  tick('ETHUSDT', '20')
  t.strictSame(bids(), ['90', '20'])
})

t.test('ends without a timer left behind', async (t) => {
  const { kit, tick, cancel, bids } = followed()
  tick('BTCUSDT', '90')
  tick('BTCUSDT', '91')
  cancel()
  t.equal(kit.waiting(), 0)
  kit.advance(1_000_000)
  tick('BTCUSDT', '92')
  t.strictSame(bids(), ['90'])
})
