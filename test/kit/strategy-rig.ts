import { epochUs, lots, monoUs, ticks } from '../../src/lib/base/units.ts'
import type { Order } from '../../src/lib/contracts/exec.ts'
import type { FromRunner, ToRunner } from '../../src/lib/contracts/runner.ts'
import type { RingReader, RingWriter } from '../../src/lib/ports/ring.ts'
import { createRunner, type Runner } from '../../src/lib/strategies/runner.ts'
import type { Strategy } from '../../src/lib/strategies/strategy.ts'
import { memoryRing } from './ring.ts'

type Said<Type extends FromRunner['type']> = Extract<FromRunner, { type: Type }>

const ORDER: Order = {
  clientOrderId: 'c-1',
  intentId: 'maker-3-1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limitMaker',
  tif: 'gtc',
  qty: '0.001',
  price: '600.00',
  postOnly: true,
  reduceOnly: false,
  status: 'WORKING',
  pending: 'none',
  venueOrderId: '1',
  filledQty: '0',
  filledQuote: '0',
  settled: false,
  reason: '',
  flags: [],
  createdUs: 1,
  updatedUs: 2,
}

/** A runner on a ring in memory; time moves by hand. */
export interface StrategyRig {
  readonly runner: Runner
  readonly writer: RingWriter
  readonly reader: RingReader
  /** Everything that the runner has said. */
  readonly said: FromRunner[]
  nowUs(): number
  /** What the runner said of one type since the last call for it. */
  take<Type extends FromRunner['type']>(type: Type): Said<Type>[]
  /** Shows the runner what the ring holds. */
  poll(): void
  attach(): void
  /** Attached, begun as 'maker' in epoch 3, and the book is valid. */
  begin(position?: string): void
  state(code: number): void
  touch(bidTicks: number, askTicks?: number): void
  tell(message: ToRunner): void
  order(order: Partial<Order>): void
  wait(us: number): void
}

export const strategyRig = (strategy: Strategy<never>, params: unknown, options: { readonly slotCount?: number } = {}): StrategyRig => {
  const { writer, reader } = memoryRing(options)
  const said: FromRunner[] = []
  const taken = new Set<FromRunner>()
  let nowUs = 1_000_000
  let due: Array<{ readonly atUs: number; readonly fn: () => void }> = []
  let id = 0
  const runner = createRunner(strategy as Strategy, params, {
    nowUs: () => nowUs,
    monoUs: () => monoUs(nowUs),
    after: (delayUs, fn) => void due.push({ atUs: nowUs + delayUs, fn }),
    post: (message) => void said.push(message),
  })
  const head = () => {
    id += 1
    return { symbolIndex: 0, id, eventUs: epochUs(nowUs), receivedMonoUs: monoUs(nowUs - 30), publishedMonoUs: monoUs(nowUs - 20) }
  }
  const poll = (): void => void reader.poll(runner.visitor, 1_000)
  const rig: StrategyRig = {
    runner,
    writer,
    reader,
    said,
    poll,
    nowUs: () => nowUs,
    take: <Type extends FromRunner['type']>(type: Type) => {
      const fresh = said.filter((message): message is Said<Type> => message.type === type && !taken.has(message))
      for (const message of fresh) taken.add(message)
      return fresh
    },
    attach: () => runner.attached(reader, undefined),
    begin: (position = '0') => {
      rig.attach()
      rig.state(2)
      rig.tell({ type: 'begin', strategyId: 'maker', epoch: 3, positions: [{ symbol: 'BTCUSDT', qty: position }] })
    },
    state: (code) => {
      writer.state({ ...head(), code, sinceUs: epochUs(nowUs), reason: 0 })
      poll()
    },
    touch: (bidTicks, askTicks = bidTicks + 1) => {
      writer.ticker({ ...head(), bidTicks: ticks(bidTicks), bidLots: lots(5), askTicks: ticks(askTicks), askLots: lots(7) })
      poll()
    },
    tell: (message) => runner.receive(message),
    order: (order) => runner.receive({ type: 'order', order: { ...ORDER, ...order } }),
    wait: (us) => {
      nowUs += us
      const fired = due.filter(({ atUs }) => atUs <= nowUs)
      due = due.filter(({ atUs }) => atUs > nowUs)
      for (const { fn } of fired) fn()
    },
  }
  return rig
}
