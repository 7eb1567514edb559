import t from 'tap'
import { fuzzAll } from '../proof/fuzz.ts'

t.test('no decoder of market data crashes, makes nonsense or stalls over damaged frames', async (t) => {
  const reports = fuzzAll(3_000, 7)
  t.equal(reports.length, 4)
  for (const { decoder, inputs, garbled, unsound } of reports) {
    t.equal(unsound, 0, decoder)
    t.ok(garbled > inputs / 2, `${garbled} of ${inputs} of ${decoder} were garbled`)
  }
})

t.test('gives the same inputs for the same seed', async (t) => {
  const garbledOf = (seed: number) => fuzzAll(200, seed).map(({ garbled }) => garbled)
  t.strictSame(garbledOf(3), garbledOf(3))
})
