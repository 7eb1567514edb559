import { US_PER_MS, US_PER_S, usToMs } from '../../lib/base/time.ts'
import type { EpochUs, MonoUs } from '../../lib/base/units.ts'
import type { Core, Health } from '../../lib/daemon/core.ts'
import type { BestPrices, BookImage, DepthDiff, Garbled, MarketEvent, MarketVenue, News, PublicTrade } from '../../lib/venues/market.ts'
import type { MdConfig } from './config.ts'
import type { MdIn, MdOut } from './events.ts'
import { INSTRUMENTS, requestInstruments, takeInstruments } from './instruments.ts'
import type { Line } from './line.ts'
import { links } from './links.ts'
import { outgoing } from './outgoing.ts'
import { answerRequest } from './requests.ts'
import { noteMoved } from './silence.ts'
import { BUDGET, pumpSnapshots, retrySnapshot } from './snapshots.ts'
import { type Conn, type Link, type MdState, openState, type Step } from './state.ts'
import { countStaleness, sync } from './sync.ts'

const TICK = 'tick'
/** Beat of the ring, and grain of everything that is due at some time. */
const TICK_US = 100 * US_PER_MS
/** A recording's clock is days away; such a distance is no latency. */
const SAME_CLOCK_US = 3_600 * US_PER_S
const DEPTH_TIMER = 'depth:'

interface Heard {
  readonly link: Link
  readonly conn: Conn
  readonly receivedMonoUs: MonoUs
}

type Frames = {
  readonly [Type in (MarketEvent | Garbled)['type']]: (step: Step, frame: Extract<MarketEvent | Garbled, { type: Type }>, heard: Heard) => void
}

type Inputs = { readonly [Type in MdIn['type']]?: (step: Step, input: Extract<MdIn, { type: Type }>) => void }

const noteLatency = ({ state, nowUs }: Step, eventUs: EpochUs): void => {
  const latencyUs = nowUs - eventUs
  if (Math.abs(latencyUs) < SAME_CLOCK_US) state.latencyUs.record(Math.max(0, latencyUs))
}

const onDiff = (step: Step, diff: DepthDiff, { receivedMonoUs }: Heard): void => {
  const line = step.state.lines.get(diff.symbol)
  if (line === undefined) return
  noteLatency(step, diff.eventUs)
  line.bars.hear(diff.eventUs, step.nowUs)
  sync.diff(step, line, { diff, receivedMonoUs })
}

/** Ids of trades have no holes, but for a venue of which nothing is known. */
const isAfterHole = ({ venue }: Step, { lastTradeId }: Line, { tradeId }: PublicTrade): boolean =>
  lastTradeId > 0 && tradeId !== lastTradeId + 1 && venue.traits.proof !== 'none'

const onTrade = (step: Step, trade: PublicTrade, { receivedMonoUs }: Heard): void => {
  const line = step.state.lines.get(trade.symbol)
  if (line === undefined || (trade.tradeId > 0 && trade.tradeId <= line.tradeId)) return
  if (isAfterHole(step, line, trade)) line.bars.miss()
  line.tradeId = line.lastTradeId = trade.tradeId
  noteMoved(step, line)
  step.state.counts.trades += 1
  noteLatency(step, trade.eventUs)
  outgoing.trade(step, line, { trade, receivedMonoUs })
}

const onTicker = (step: Step, best: BestPrices, { receivedMonoUs }: Heard): void => {
  const line = step.state.lines.get(best.symbol)
  if (line === undefined || best.updateId < line.tickerId) return
  line.tickerId = best.updateId
  noteMoved(step, line)
  step.state.counts.tickers += 1
  sync.ticker(step, line, best)
  outgoing.ticker(step, line, { best, receivedMonoUs })
}

const onBook = (step: Step, image: BookImage, { receivedMonoUs }: Heard): void => {
  const line = step.state.lines.get(image.symbol)
  if (line === undefined) return
  line.bars.hear(image.eventUs, step.nowUs)
  sync.image(step, line, { image, receivedMonoUs })
}

const onNews = (step: Step, news: News): void => {
  const line = step.state.lines.get(news.symbol)
  if (line === undefined) return
  step.state.counts.news += 1
  outgoing.news(step, line, news)
}

const FRAMES: Frames = {
  diff: onDiff,
  book: onBook,
  news: onNews,
  trade: onTrade,
  ticker: onTicker,
  answered: (step, answer, heard) => links.answered(step, heard, answer),
  shutdown: (step, _frame, { link, conn }) => links.shutdown(step, link, conn),
  ignored: () => undefined,
  batch: (step, { events }, heard) => {
    for (const event of events) route(step, event, heard)
  },
  garbled: (step, _frame, { link, conn }) => links.garbled(step, link, conn),
}

const route = (step: Step, frame: MarketEvent | Garbled, heard: Heard): void =>
  (FRAMES[frame.type] as (step: Step, frame: MarketEvent | Garbled, heard: Heard) => void)(step, frame, heard)

const onFrame = (step: Step, { socketId, bytes, receivedMonoUs }: Extract<MdIn, { type: 'socket.frame' }>): void => {
  const heard = links.ofSocket(step.state, socketId)
  if (heard === undefined) return
  const { link, conn } = heard
  link.messages += 1
  conn.heardUs = step.nowUs
  const frame = step.venue.readFrame(bytes, step.state.instruments)
  if (frame.type !== 'garbled') conn.garbledRun = 0
  route(step, frame, { link, conn, receivedMonoUs })
}

const tick = (step: Step): void => {
  step.emit({ type: 'timer.set', id: TICK, afterUs: TICK_US })
  step.emit({ type: 'ring.beat' })
  for (const line of step.state.lines.values()) countStaleness(step, line)
  links.watch(step)
  outgoing.flush(step)
}

const onTimer = (step: Step, id: string): void => {
  const line = id.startsWith(DEPTH_TIMER) ? step.state.lines.get(id.slice(DEPTH_TIMER.length)) : undefined
  if (id === TICK) tick(step)
  else if (id === BUDGET) pumpSnapshots(step)
  else if (id === INSTRUMENTS) requestInstruments(step)
  else if (line === undefined) links.retry(step, id)
  else retrySnapshot(step, line)
}

const onAnswer = (step: Step, { id, result }: Extract<MdIn, { type: 'venue.answered' }>): void => {
  const { state, venue, nowUs } = step
  const weight = venue.readWeight(result)
  if (weight !== null) state.budget.mirror(weight, nowUs)
  const line = state.requests.get(id)
  state.requests.delete(id)
  if (id === INSTRUMENTS) takeInstruments(step, result)
  else if (line !== undefined) sync.snapshot(step, line, result)
}

const tellOfQuiet = ({ state, nowUs, emit }: Step): void => {
  const pausedUs = state.budget.pausedUs(nowUs)
  if (pausedUs === 0) return
  const againInMs = Math.ceil(usToMs(pausedUs))
  emit({ type: 'log', level: 'warn', message: 'the venue takes no requests for now', fields: { againInMs } })
}

const INPUTS: Inputs = {
  start: (step, { epoch }) => {
    step.state.epoch = epoch
    tellOfQuiet(step)
    requestInstruments(step)
    tick(step)
  },
  stop: (step) => {
    step.state.phase = 'stopped'
    links.closeAll(step)
    step.emit({ type: 'stopped' })
  },
  'timer.fired': (step, { id }) => onTimer(step, id),
  'rpc.requested': answerRequest,
  'venue.answered': onAnswer,
  'socket.opened': (step, { socketId }) => {
    const heard = links.ofSocket(step.state, socketId)
    if (heard !== undefined) links.opened(step, heard.link, heard.conn)
  },
  'socket.frame': onFrame,
  'socket.closed': (step, { socketId }) => {
    const heard = links.ofSocket(step.state, socketId)
    if (heard !== undefined) links.closed(step, heard.link, heard.conn)
  },
}

const step = (at: Step, input: MdIn): void => {
  const handle = INPUTS[input.type] as ((at: Step, input: MdIn) => void) | undefined
  if (at.state.phase !== 'stopped') handle?.(at, input)
  if (!at.state.ringWritten) return
  at.state.ringWritten = false
  at.emit({ type: 'bell.notify' })
}

const bookHealth = (lines: readonly Line[]): Health => {
  const bad = lines.find(({ state }) => state !== 'valid')
  if (bad === undefined) return { state: 'running', ready: true, reason: 'ok' }
  const state = lines.every(({ everValid }) => everValid) ? 'degraded' : 'syncing'
  return { state, ready: false, reason: `book '${bad.symbol}' is not valid: ${bad.reason}` }
}

const health = ({ phase, lines }: MdState): Health => {
  if (phase === 'stopped') return { state: 'stopped', ready: false, reason: 'stopped' }
  if (phase === 'starting') return { state: 'starting', ready: false, reason: 'the instruments of the venue are not known yet' }
  return bookHealth([...lines.values()])
}

/** What the core needs by value. */
export interface MdDeps {
  readonly venue: MarketVenue
  /** When the quiet ends that the venue wanted of an earlier start, microseconds since 1970. */
  readonly quietUntilUs?: number
}

/** Keeps exact books of a venue's symbols, checks them for ever, and shows them to everybody. */
export const createMdCore = ({ venue, quietUntilUs = 0 }: MdDeps): Core<MdConfig, MdState, MdIn, MdOut> => ({
  init: (config) => {
    const state = openState(config, venue)
    state.budget.pause(0, quietUntilUs)
    return state
  },
  step: (state, { nowUs, input }, emit) => step({ venue, state, nowUs, emit }, input),
  health,
})
