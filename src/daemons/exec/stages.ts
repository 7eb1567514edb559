import type { VenueAnswer, VenueFill, VenueReply } from '../../lib/venues/orders.ts'
import { ask, askNow } from './calls.ts'
import { isSteady, SAMPLES_COUNT } from './clock-offset.ts'
import { applyFill } from './fills.ts'
import type { Question } from './limits/gate.ts'
import { readSearch, search } from './order-refs.ts'
import { liveEntries } from './registry.ts'
import { adoptFromFill, applyReport, findEntry } from './reports.ts'
import type { Run, StageName } from './run.ts'
import { applyTrades, PAGE_COUNT } from './settle.ts'
import { newestMark, openingMark, pageAfter } from './trade-pages.ts'
import { setTimer, type Turn, venueUs, warn } from './turn.ts'
import { noteMissing } from './unknown.ts'
import { noteRefusal, takeTime } from './venue-limits.ts'

/** One stage: `begin` asks, `take` gets each answer; false from `take` fails the run. */
interface Stage {
  begin(turn: Turn, run: Run): void
  take(turn: Turn, run: Run, reply: { readonly subject: string; readonly result: VenueReply }): boolean
}

const SINGLE_QUERIES_MAX = 10
const QUERIES_AT_ONCE = 256

const question = (turn: Turn, run: Run, call: { readonly stage: StageName; readonly subject: string; readonly request: Question }): void => {
  const id = `run|${run.number}|${call.stage}|${call.subject}`
  run.waiting.add(id)
  ask(turn, id, call.request)
}

/** Hands a found value on; anything else is noted and fails the run, because no answer is never "none". */
const use = <T>(turn: Turn, answer: VenueAnswer<T>, then: (value: T) => void): boolean => {
  if (answer.kind !== 'found') {
    noteRefusal(turn, answer)
    return false
  }
  then(answer.value)
  return true
}

const askTime = (turn: Turn, run: Run): void => {
  const id = `run|${run.number}|time|${turn.nowUs}`
  run.waiting.add(id)
  askNow(turn, id, () => turn.venue.time())
}

const time: Stage = {
  begin: askTime,
  take: (turn, run, { subject, result }) => {
    const known = use(turn, turn.venue.readTime(result), (venueMs) => takeTime(turn, Number(subject), venueMs))
    run.clockCount += 1
    if (known && run.clockCount < SAMPLES_COUNT) askTime(turn, run)
    return known && (run.clockCount < SAMPLES_COUNT || isSteady(turn.state.clock))
  },
}

/** Budgets are listed beside the rules; a list without any changes nothing. */
const learnLimits = (turn: Turn, result: VenueReply): void => {
  const limits = turn.venue.readLimits(result)
  if (limits.length === 0) return
  turn.state.gate.limiter.learn(limits)
  turn.state.gate.limiter.mirror(turn.venue.readUsage(result), venueUs(turn))
}

const instruments: Stage = {
  begin: (turn, run) => {
    for (const symbol of run.symbols) question(turn, run, { stage: 'instruments', subject: symbol, request: () => turn.venue.instruments(symbol) })
  },
  take: (turn, run, { subject, result }) => {
    const answer = turn.venue.readInstruments(result)
    if (answer.kind === 'rejected') {
      warn(turn, 'symbol is unknown to the venue and cannot be traded', { symbol: subject, reason: answer.reason })
      return true
    }
    return use(turn, answer, (found) => {
      learnLimits(turn, result)
      // A venue may list all that it has.
      for (const instrument of found) if (run.symbols.includes(instrument.symbol)) turn.state.instruments.set(instrument.symbol, instrument)
    })
  },
}

const openStream = (turn: Turn, run: Run, path: string): void => {
  const { stream: user } = turn.state
  user.generation += 1
  run.waiting.add('stream')
  turn.emit({ type: 'stream.open', generation: user.generation, path })
}

/** Some venues open the stream by a key, which comes first. */
const stream: Stage = {
  begin: (turn, run) => {
    const { streamKey, streamPath } = turn.venue
    if (turn.state.stream.sinceUs !== null) return
    if (streamKey === undefined) openStream(turn, run, streamPath)
    else question(turn, run, { stage: 'stream', subject: '', request: () => streamKey.open() })
  },
  take: (turn, run, { result }) => {
    const { streamKey } = turn.venue
    return streamKey !== undefined && use(turn, streamKey.readKey(result), (key) => openStream(turn, run, streamKey.path(key)))
  },
}

const account: Stage = {
  begin: (turn, run) => question(turn, run, { stage: 'account', subject: '', request: (validity) => turn.venue.account(validity) }),
  take: (turn, run, { result }) =>
    use(turn, turn.venue.readAccount(result), (balances) => {
      run.balances = balances
    }),
}

const openOrders: Stage = {
  begin: (turn, run) => {
    for (const symbol of run.symbols)
      question(turn, run, { stage: 'openOrders', subject: symbol, request: (validity) => turn.venue.openOrders(symbol, validity) })
  },
  take: (turn, run, { result }) =>
    use(turn, turn.venue.readOrders(result), (reports) => {
      for (const report of reports) run.open.add(applyReport(turn, report))
    }),
}

/** Orders that live here and not in the venue's list: each is asked for. One just sent has its own answer coming. */
const missingOrders = (turn: Turn, run: Run): string[] => {
  const silentUs = run.kind === 'sweep' ? turn.state.config.silentMs * 1000 : 0
  const isAsked = (status: string): boolean => status !== 'NEW_LOCAL' && (status !== 'SENT' || run.kind === 'sweep')
  const ids = liveEntries(turn.state.registry)
    .filter(({ order }) => isAsked(order.status) && !run.open.has(order.clientOrderId) && turn.nowUs - order.updatedUs >= silentUs)
    .map(({ order }) => order.clientOrderId)
  return run.kind === 'sweep' ? ids.slice(0, SINGLE_QUERIES_MAX) : ids
}

const askNextOrder = (turn: Turn, run: Run): void => {
  const clientOrderId = run.queue.shift()
  const order = turn.state.registry.entries.get(clientOrderId ?? '')?.order
  if (order !== undefined) question(turn, run, { stage: 'orders', subject: order.clientOrderId, request: search(turn, order) })
}

/** So many are asked for at once, whatever the venue did to thousands of them: the lane of questions holds no more. */
const orders: Stage = {
  begin: (turn, run) => {
    run.queue.push(...missingOrders(turn, run))
    for (let left = QUERIES_AT_ONCE; left > 0 && run.queue.length > 0; left--) askNextOrder(turn, run)
  },
  take: (turn, run, { subject, result }) => {
    const answer = readSearch(turn, subject, result)
    if (answer.kind === 'unknownOrder') noteMissing(turn, subject)
    else if (!use(turn, answer, (report) => applyReport(turn, report))) return false
    askNextOrder(turn, run)
    return true
  },
}

const askTrades = (turn: Turn, run: Run, symbol: string): void => {
  const watermark = run.watermarks.get(symbol)
  const query = pageAfter(turn.venue.traits, { symbol, limitCount: PAGE_COUNT }, watermark)
  question(turn, run, { stage: 'trades', subject: symbol, request: (validity) => turn.venue.trades(query, validity) })
}

/** Fills from the last one known without a gap; the first time only where that is, because older ones are in the opening balances. */
const trades: Stage = {
  begin: (turn, run) => {
    for (const symbol of run.symbols) askTrades(turn, run, symbol)
  },
  take: (turn, run, { subject, result }) =>
    use(turn, turn.venue.readTrades(result), (fills) => {
      const watermark = run.watermarks.get(subject)
      const { traits } = turn.venue
      if (watermark === undefined) {
        run.watermarks.set(subject, openingMark(traits, fills))
        return
      }
      const mark = newestMark(traits, fills, watermark)
      const isFull = fills.length >= PAGE_COUNT
      run.trades.push(...fills)
      // A page that ends at the time at which it began cannot be gone on from there.
      run.watermarks.set(subject, isFull && mark === watermark ? mark + 1 : mark)
      if (isFull) askTrades(turn, run, subject)
    }),
}

const strangers: Stage = {
  begin: (turn, run) => {
    const unknown = new Map<string, VenueFill>()
    for (const fill of run.trades) {
      const entry = findEntry(turn, fill)
      if (entry === undefined) unknown.set(`${fill.symbol} ${fill.venueOrderId}`, fill)
      else applyFill(turn, entry.order.clientOrderId, fill)
    }
    for (const [subject, { symbol, venueOrderId }] of unknown) {
      question(turn, run, { stage: 'strangers', subject, request: (validity) => turn.venue.query({ symbol, venueOrderId }, validity) })
    }
  },
  take: (turn, run, { subject, result }) => {
    const fills = run.trades.filter(({ symbol, venueOrderId }) => `${symbol} ${venueOrderId}` === subject)
    const [first] = fills
    const answer = turn.venue.readOrder(result)
    const apply = (clientOrderId: string): void => {
      for (const fill of fills) applyFill(turn, clientOrderId, fill)
    }
    if (answer.kind !== 'unknownOrder' || first === undefined) return use(turn, answer, (report) => apply(applyReport(turn, report)))
    apply(adoptFromFill(turn, first))
    return true
  },
}

const settle: Stage = {
  begin: (turn, run) => {
    if (!turn.venue.traits.listsTradesOfOrder) return
    for (const clientOrderId of turn.state.registry.unsettled) {
      const order = turn.state.registry.entries.get(clientOrderId)?.order
      if (order === undefined || order.venueOrderId === null) continue
      const query = { symbol: order.symbol, venueOrderId: order.venueOrderId, limitCount: PAGE_COUNT }
      question(turn, run, { stage: 'settle', subject: clientOrderId, request: (validity) => turn.venue.trades(query, validity) })
    }
  },
  take: (turn, _run, { subject, result }) =>
    use(turn, turn.venue.readTrades(result), (fills) => {
      applyTrades(turn, subject, fills)
      if (turn.state.registry.unsettled.has(subject)) setTimer(turn, `settle|${subject}`, 0)
    }),
}

export const STAGES: Readonly<Record<StageName, Stage>> = { time, instruments, stream, account, openOrders, orders, trades, strangers, settle }
