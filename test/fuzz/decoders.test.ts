import t from 'tap'
import { utf8Bytes } from '../kit/market-texts.ts'
import { fuzz, fuzzAll } from '../proof/fuzz.ts'

t.test('no decoder of market data crashes, makes nonsense, stalls or refuses all damaged inputs', async (t) => {
  const reports = fuzzAll(3_000, 7)
  t.ok(reports.length > 8)
  for (const { decoder, inputs, kinds, unsound, rare } of reports) {
    t.strictSame(unsound, {}, decoder)
    t.strictSame(rare, [], `${decoder}: ${JSON.stringify(kinds)}`)
    t.ok((kinds.garbled ?? 0) > inputs / 10, `${kinds.garbled} of ${inputs} of ${decoder} were garbled`)
  }
})

t.test('gives the same inputs for the same seed', async (t) => {
  const kindsOf = (seed: number) => fuzzAll(200, seed).map(({ kinds }) => kinds)
  t.strictSame(kindsOf(3), kindsOf(3))
})

t.test('finds a decoder that throws, one that breaks a promise and one that refuses whatever is damaged', async (t) => {
  const good = utf8Bytes('{"n":1}')
  const sound = { kind: 'number', problem: null }
  const report = (read: Parameters<typeof fuzz>[0]['read']) => fuzz({ name: 'toy', inputs: [good], read }, 500, 1)
  const isGood = (bytes: Uint8Array): boolean => bytes.join() === good.join()
  t.match(
    report(() => sound),
    { unsound: {}, rare: [], kinds: { number: 500 } },
  )
  t.match(
    report((bytes) => (isGood(bytes) ? sound : { kind: 'garbled', problem: null })),
    { rare: ['number'] },
  )
  t.match(
    report((bytes) => (isGood(bytes) ? sound : { kind: 'number', problem: 'it is one' })),
    { unsound: { 'number: it is one': /./ } },
  )
  const thrown = report((bytes) => {
    if (isGood(bytes)) return sound
    throw new RangeError('not safe')
  })
  t.match(Object.keys(thrown.unsound), ['thrown: nothing is thrown, as RangeError: not safe'])
})
