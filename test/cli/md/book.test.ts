import t from 'tap'
import { askNobody, runningMd } from '../../kit/running-md.ts'

t.test('shows the best levels of a book, at most one in the time that was asked for', async (t) => {
  const { ask } = await runningMd(t)
  const [first, second] = await ask('book', '--depth', '2', '--limit', '2', '--every', '200ms')
  t.match(first, { type: 'orderbook', symbol: 'BTCUSDT', bids: [Array, Array], asks: [Array, Array] })
  t.ok(Number(second?.['ts']) - Number(first?.['ts']) >= 199)
})

t.test('ends with 3 when no md runs', async (t) => {
  t.match(await askNobody(t, 'book'), { code: 3, stdout: '', stderr: /no 'md' runs in this profile/ })
})
