import type { MdConfig } from '../../src/daemons/md/config.ts'
import { createMdCore } from '../../src/daemons/md/core.ts'
import type { MdIn, MdOut } from '../../src/daemons/md/events.ts'
import type { MdState } from '../../src/daemons/md/state.ts'
import { epochUs, monoUs } from '../../src/lib/base/units.ts'
import type { Health } from '../../src/lib/daemon/core.ts'
import { binanceMarket } from '../../src/lib/venues/binance/market.ts'
import type { MarketVenue } from '../../src/lib/venues/market.ts'
import { exchangeInfo, utf8Bytes } from './market-texts.ts'

export const mdConfig: MdConfig = {
  symbols: ['BTCUSDT'],
  seed: 1,
  channels: ['book', 'trades', 'ticker'],
  bars: ['1m'],
  depthLevelsCount: 5_000,
  horizonRatio: 0.5,
  weightShareRatio: 0.8,
  rotateEarlyMs: 600_000,
  overlapMs: 3_000,
  silenceMs: 10_000,
  backoffMinMs: 100,
  backoffMaxMs: 5_000,
  requestTimeoutMs: 10_000,
  publishEveryMs: 100,
  sampleEveryMs: 1_000,
  storeAgeMs: 2_592_000_000,
  storeBytes: 4_294_967_296,
  bufferCount: 10_000,
  garbledRunCount: 100,
}

export type Of<Type extends MdOut['type']> = Extract<MdOut, { type: Type }>

/** The core of md with a clock and timers of its own, its venue played by the test. */
export interface MdBench {
  readonly state: MdState
  nowUs(): number
  give(input: MdIn): void
  /** Lets time pass; timers fire on their way. */
  advance(us: number): void
  /** Effects of a type since the last call for it. */
  take<Type extends MdOut['type']>(type: Type): Of<Type>[]
  health(): Health
  /** Answers the oldest open request for market data. */
  answer(body: string, status?: number, headers?: Readonly<Record<string, string>>): void
  openRequests(): Of<'venue.request'>[]
  text(text: string): void
  /** The socket that was opened last. */
  socketId(): number
}

interface BenchOptions {
  readonly startUs?: number
  /** Binance Spot by default. */
  readonly venue?: MarketVenue
  readonly quietUntilUs?: number
  /** Sees every effect; none is kept for `take` then. */
  readonly onOut?: (out: MdOut) => void
}

/** Effects hold only until the next step: the arrays of a book are copied. */
const kept = (out: MdOut): MdOut =>
  out.type === 'ring.book' ? { ...out, bids: out.bids.slice(0, 2 * out.bidCount), asks: out.asks.slice(0, 2 * out.askCount) } : out

export const mdBench = (change: Partial<MdConfig> = {}, options: BenchOptions = {}): MdBench => {
  const core = createMdCore({ venue: options.venue ?? binanceMarket(), quietUntilUs: options.quietUntilUs ?? 0 })
  const state = core.init({ ...mdConfig, ...change })
  const timers = new Map<string, number>()
  let outs: MdOut[] = []
  let requests: Of<'venue.request'>[] = []
  let socketId = 0
  let nowUs = options.startUs ?? 1_700_000_000_000_000
  let seq = 0
  const perform = (out: MdOut): void => {
    if (out.type === 'timer.set') timers.set(out.id, nowUs + out.afterUs)
    else if (out.type === 'timer.clear') timers.delete(out.id)
    else if (out.type === 'venue.request') requests.push(out)
    else if (out.type === 'socket.open') socketId = out.socketId
    if (options.onOut === undefined) outs.push(kept(out))
    else options.onOut(out)
  }
  const give = (input: MdIn): void => {
    seq += 1
    core.step(state, { seq, nowUs: epochUs(nowUs), input }, perform)
  }
  const fireDue = (untilUs: number): boolean => {
    const [due] = [...timers].filter(([, atUs]) => atUs <= untilUs).sort((a, b) => a[1] - b[1])
    if (due === undefined) return false
    const [id, atUs] = due
    timers.delete(id)
    nowUs = Math.max(nowUs, atUs)
    give({ type: 'timer.fired', id })
    return true
  }
  return {
    state,
    give,
    nowUs: () => nowUs,
    advance: (us) => {
      const untilUs = nowUs + us
      while (fireDue(untilUs));
      nowUs = untilUs
    },
    take: <Type extends MdOut['type']>(type: Type) => {
      const taken = outs.filter((out): out is Of<Type> => out.type === type)
      outs = outs.filter((out) => out.type !== type)
      return taken
    },
    health: () => core.health(state, epochUs(nowUs)),
    answer: (body, status = 200, headers = {}) => {
      const [request, ...rest] = requests
      if (request === undefined) throw new Error('no request is open')
      requests = rest
      give({ type: 'venue.answered', id: request.id, result: { ok: true, status, headers, body, sentMonoUs: 0 } })
    },
    openRequests: () => requests,
    text: (text) => give({ type: 'socket.frame', socketId, bytes: utf8Bytes(text), receivedMonoUs: monoUs(nowUs) }),
    socketId: () => socketId,
  }
}

/** Started, with the rules of some symbols and an open connection. */
export const connectedBench = (...args: Parameters<typeof mdBench>): MdBench => {
  const bench = mdBench(...args)
  bench.give({ type: 'start', epoch: 3 })
  bench.answer(exchangeInfo('BTCUSDT', 'ETHUSDT', 'BTCUSDC'))
  bench.give({ type: 'socket.opened', socketId: bench.socketId() })
  return bench
}
