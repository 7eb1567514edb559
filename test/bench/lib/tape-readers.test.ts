import { Buffer } from 'node:buffer'
import t from 'tap'
import { jsonReader, scanReader } from '../../../bench/lib/tape-readers.ts'
import { marketTexts } from '../../kit/market-texts.ts'

const frames = [
  {
    text: marketTexts.diff({
      ids: [5, 6],
      bids: [[100, 1]],
      asks: [
        [101, 7],
        [102, 0],
      ],
    }),
    steps: [100, 1, 101, 7, 102, 0],
  },
  { text: marketTexts.trade(1, 100, 5), steps: [100, 5] },
  { text: marketTexts.ticker(6, [100, 1], [101, 7]), steps: [100, 1, 101, 7] },
]

t.test('both readers find the same steps in each kind of frame', async (t) => {
  for (const reader of [scanReader(), jsonReader()]) {
    for (const { text, steps } of frames) {
      t.equal(reader.read(Buffer.from(text)), steps.length, text)
      t.strictSame(reader.steps(), steps)
    }
  }
})

t.test('what is no market data is refused', async (t) => {
  t.throws(() => scanReader().read(Buffer.from('{}')), /no market data/)
})
