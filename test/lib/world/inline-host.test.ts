import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import type { FromRunner } from '../../../src/lib/contracts/runner.ts'
import { noop } from '../../../src/lib/strategies/noop.ts'
import type { Strategy } from '../../../src/lib/strategies/strategy.ts'
import { createFaults, QUIET } from '../../../src/lib/world/faults.ts'
import { InlineHost } from '../../../src/lib/world/inline-host.ts'
import { createKernel } from '../../../src/lib/world/kernel.ts'
import { memoryRing } from '../../../src/lib/world/memory-ring.ts'
import { btc, sample } from '../../kit/ring.ts'

const S = 1_000_000
const begin = { type: 'begin', strategyId: 'maker', epoch: 1, positions: [] } as const

const setup = () => {
  const kernel = createKernel(S)
  const ring = memoryRing(kernel)
  const [tickers, messages]: [number[], FromRunner[]] = [[], []]
  const strategy: Strategy = {
    ...noop(),
    onTicker: ({ id }, symbol, context) => {
      tickers.push(id)
      context.signal(symbol, `saw ${id}`)
    },
  }
  const host = new InlineHost({ kernel, ring, strategy, params: {}, faults: createFaults(prng(1), QUIET) })
  const writer = () => {
    const { ring: slots, bell } = ring.create()
    slots.addSymbol(btc)
    return (id: number): void => {
      slots.ticker(sample.ticker(id))
      bell.notify()
    }
  }
  const start = (): void => host.start((message) => messages.push(message as FromRunner))
  const ofType = <Type extends FromRunner['type']>(type: Type) =>
    messages.filter((message): message is Extract<FromRunner, { type: Type }> => message.type === type)
  return { kernel, host, tickers, messages, writer, start, ofType, run: (us: number) => kernel.run(kernel.nowUs() + us) }
}

t.test('shows a strategy what the ring holds, and brings back what it says', async (t) => {
  const { host, tickers, writer, start, ofType, run } = setup()
  const write = writer()
  start()
  host.post(begin)
  run(1_000)
  for (const id of [1, 2, 3]) write(id)
  t.same(tickers, [], 'a reader needs a moment to wake up')
  run(1_000)
  t.same(tickers, [1, 2, 3])
  t.match(ofType('attached'), [{ symbols: ['BTCUSDT'], ringEpoch: 1 }])
  t.same(
    ofType('signal').map(({ signal }) => signal),
    ['saw 1', 'saw 2', 'saw 3'],
  )
})

t.test('goes over to the ring of a new writer, and reads the old one to its end', async (t) => {
  const { host, tickers, writer, start, ofType, run } = setup()
  const first = writer()
  start()
  host.post(begin)
  run(1_000)
  first(1)
  const second = writer()
  run(1_000)
  second(2)
  run(1_000)
  t.same(tickers, [1, 2])
  t.same(
    ofType('attached').map(({ ringEpoch }) => ringEpoch),
    [1, 2],
  )
})

t.test('waits for a ring that is not there yet', async (t) => {
  const { host, tickers, writer, start, ofType, run } = setup()
  start()
  host.post(begin)
  run(S)
  t.same(ofType('attached'), [])
  const write = writer()
  run(1_000)
  write(7)
  run(1_000)
  t.same(tickers, [7])
})

t.test('reports once a second what was read', async (t) => {
  const { host, writer, start, ofType, run } = setup()
  const write = writer()
  start()
  host.post(begin)
  run(1_000)
  for (const id of [1, 2]) write(id)
  run(3 * S)
  const reports = ofType('stats').map(({ stats }) => stats)
  t.equal(reports.length, 3)
  for (const { deliveredSlots, lostSlots, spanSlots } of reports) t.equal(deliveredSlots + lostSlots, spanSlots)
  t.match(reports.at(-1), { records: 2, lostSlots: 0 })
})

t.test('is silent once it is stopped', async (t) => {
  const { host, tickers, messages, writer, start, run } = setup()
  const write = writer()
  start()
  host.post(begin)
  run(1_000)
  const before = messages.length
  let isDone = false
  write(1)
  host.stop(() => {
    isDone = true
  })
  write(2)
  run(5 * S)
  t.ok(isDone)
  t.same([tickers, messages.length], [[], before])
})
