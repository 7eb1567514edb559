import { Buffer } from 'node:buffer'
import t from 'tap'
import { Timeline } from '../../../../src/daemons/md/verify/timeline.ts'
import { Wire } from '../../../../src/daemons/md/verify/wire.ts'
import type { FaultPlan } from '../../../../src/lib/contracts/faults.ts'
import { marketTexts, utf8Bytes } from '../../../kit/market-texts.ts'

const SPAN_US = 60_000_000

const setUp = (faults: FaultPlan) => {
  const timeline = new Timeline(0)
  const seen: string[] = []
  const struck: string[] = []
  const events = {
    opened: (id: number) => void seen.push(`opened ${id}`),
    frame: (id: number, bytes: Uint8Array) => void seen.push(`${id}:${bytes[0]}`),
    closed: (id: number, reason: string) => void seen.push(`closed ${id} ${reason}`),
    struck: (symbol: string) => void struck.push(symbol),
  }
  const wire = new Wire(timeline, events, { faults, seed: 1, startUs: 0, endUs: SPAN_US })
  wire.open(1, '/stream?streams=btcusdt@depth@100ms')
  timeline.advance(1_000_000)
  return { wire, timeline, seen, struck }
}

const frame = (mark: number): Uint8Array => Uint8Array.of(mark, 0, 0, 0)

t.test('delivers what it is given to an open socket', async (t) => {
  const { wire, seen } = setUp({})
  wire.sendDiff('A', frame(1))
  wire.send(frame(2))
  t.strictSame(seen, ['opened 1', '1:1', '1:2'])
})

t.test('drops, repeats and swaps diffs and nothing else', async (t) => {
  const cases: ReadonlyArray<readonly [FaultPlan, string[], string[]]> = [
    [{ drop: 1 }, ['1:9'], ['A', 'A']],
    [{ dup: 1 }, ['1:1', '1:1', '1:2', '1:2', '1:9'], []],
    [{ swap: 1 }, ['1:2', '1:1', '1:9'], ['A']],
  ]
  for (const [faults, wanted, lost] of cases) {
    const { wire, seen, struck } = setUp(faults)
    wire.sendDiff('A', frame(1))
    wire.sendDiff('A', frame(2))
    wire.send(frame(9))
    t.strictSame([seen.slice(1), struck], [wanted, lost], JSON.stringify(faults))
  }
})

t.test('damages a copy: the recording stays as it is', async (t) => {
  const { wire, seen } = setUp({ garble: 1 })
  const recorded = Buffer.from('{"a":1}')
  wire.sendDiff('A', recorded.subarray())
  t.equal(recorded.toString(), '{"a":1}')
  t.equal(seen.length, 2)
})

t.test('a whole book is never lost, and comes after a diff that was held for a swap', async (t) => {
  const { wire, seen } = setUp({ swap: 1, drop: 0 })
  wire.sendDiff('A', frame(1))
  wire.sendWhole('B', frame(2))
  wire.sendWhole('A', frame(3))
  t.strictSame(seen.slice(1), ['1:2', '1:1', '1:3'])
  const lossy = setUp({ drop: 1 })
  lossy.wire.sendWhole('A', frame(4))
  t.equal(lossy.seen.at(-1), '1:4')
})

t.test('keeps the order of diffs that are late', async (t) => {
  const { wire, seen, timeline } = setUp({ delay: 50 })
  for (let mark = 1; mark <= 20; mark++) wire.sendDiff('A', frame(mark))
  timeline.advance(2_000_000)
  t.strictSame(
    seen.slice(1),
    Array.from({ length: 20 }, (_, index) => `1:${index + 1}`),
  )
})

t.test('cuts at seeded moments, and leaves the end of the recording alone', async (t) => {
  const { wire, seen, timeline } = setUp({ disconnect: 1, drop: 1 })
  timeline.advance(SPAN_US - 5_000_000)
  t.strictSame(seen.slice(1), ['closed 1 cut'])
  wire.open(2, '/')
  timeline.advance(SPAN_US - 4_000_000)
  wire.sendDiff('A', frame(1))
  t.strictSame(seen.slice(2), ['opened 2', '2:1'])
})

t.test('lets a snapshot overtake the diffs that it holds back', async (t) => {
  const { wire, seen } = setUp({})
  wire.hold()
  wire.sendDiff('A', frame(1))
  t.equal(seen.length, 1)
  wire.release()
  t.equal(seen.at(-1), '1:1')
})

t.test('gives each frame to the socket whose path names its stream', async (t) => {
  const { wire, timeline, seen } = setUp({})
  wire.open(2, '/market/stream?streams=btcusdt@trade')
  timeline.advance(2_000_000)
  wire.send(utf8Bytes(marketTexts.trade(1, 6_000_000, 1)))
  wire.send(utf8Bytes(marketTexts.diff({ ids: [1, 2] })))
  t.strictSame(
    seen.slice(2).map((text) => text[0]),
    ['2', '1'],
  )
})
