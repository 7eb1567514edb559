import { grant, type Pace } from '../../lib/base/gcra.ts'
import { msToUs, US_PER_S } from '../../lib/base/time.ts'
import type { BookReason } from '../../lib/contracts/market.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import type { ControlAnswer, MarketRoute } from '../../lib/venues/market.ts'
import { nextWaitUs } from './backoff.ts'
import { depthFor } from './budget.ts'
import { pump, settleControl } from './controls.ts'
import { type Line, openLine } from './line.ts'
import { outgoing } from './outgoing.ts'
import type { Conn, Control, Link, MdState, Step } from './state.ts'
import { sync } from './sync.ts'
import { watchStream } from './vigil.ts'

/** Below 300 attempts in any five minutes over all links: 50 at once, then one in 1.25 s. */
const CONNECTS: Pace = { intervalUs: 1.25 * US_PER_S, burstCount: 50 }
/** Share of a minute's weight that the first snapshots of all symbols may take together. */
const FIRST_RATIO = 0.5

interface Heard {
  readonly link: Link
  readonly conn: Conn
}

const linesOf = ({ state }: Step, link: Link): Line[] => link.symbols.flatMap((symbol) => state.lines.get(symbol) ?? [])

const timerOf = (link: Link): string => `link:${link.id}`

const streamsOf = ({ route, symbols }: Link): string[] => symbols.flatMap((symbol) => route.streams(symbol))

/** The streams of a link in messages that the venue takes. */
const batches = ({ venue }: Step, link: Link): Control[] => {
  const perSymbol = Math.max(1, link.route.streams('').length)
  const count = Math.max(1, Math.floor(venue.traits.streamsPerMessage / perSymbol))
  const controls: Control[] = []
  for (let from = 0; from < link.symbols.length; from += count) {
    const symbols = link.symbols.slice(from, from + count)
    controls.push({
      method: 'subscribe',
      symbols,
      streams: symbols.flatMap((symbol) => link.route.streams(symbol)),
      books: link.route.carriesBooks ? symbols : [],
      refusals: { count: 0, armed: false },
    })
  }
  return controls
}

const openConn = (step: Step, link: Link): Conn => {
  const { state, venue, nowUs, emit } = step
  const streams = streamsOf(link)
  const isNamed = streams.length <= venue.traits.streamsPerPath
  state.socketCount += 1
  link.openCount += 1
  const conn: Conn = {
    socketId: state.socketCount,
    phase: 'opening',
    sinceUs: nowUs,
    heardUs: nowUs,
    garbledRun: 0,
    isLeaving: false,
    begun: new Set(),
    queue: isNamed ? [] : batches(step, link),
    asked: null,
    sentUs: 0,
    refused: [],
  }
  state.sockets.set(conn.socketId, link)
  emit({ type: 'socket.open', socketId: conn.socketId, path: link.route.path(isNamed ? streams : []) })
  return conn
}

/** Microseconds to wait before anybody may connect; 0: the attempt is counted. */
const connectWaitUs = ({ state, nowUs }: Step): number => {
  const verdict = grant(CONNECTS, state.connectTatUs, { nowUs })
  state.connectTatUs = verdict.tatUs
  return verdict.granted ? 0 : verdict.retryAfterUs
}

const arm = ({ emit }: Step, link: Link, afterUs: number): void => {
  link.attempts.armed = true
  emit({ type: 'timer.set', id: timerOf(link), afterUs })
}

/** Opens what the link lacks: its connection, else an heir to it. */
const connect = (step: Step, link: Link): void => {
  const waitUs = connectWaitUs(step)
  if (waitUs > 0) arm(step, link, waitUs)
  else if (link.conn === null) link.conn = openConn(step, link)
  else if (link.heir === null) link.heir = openConn(step, link)
}

const addLine = (step: Step, instrument: Instrument, levels: number): void => {
  const { symbol, tickUnits, priceDecimals, lotUnits, qtyDecimals } = instrument
  const line = openLine(instrument, { nowUs: step.nowUs, levels, barSpecs: step.state.barSpecs })
  step.state.lines.set(symbol, line)
  step.emit({ type: 'ring.symbol', symbol, tickUnits, priceDecimals, lotUnits, qtyDecimals })
  outgoing.state(step, line)
}

const openLink = (step: Step, route: MarketRoute, symbols: readonly string[]): void => {
  const { state, nowUs } = step
  const id = String(state.links.length + 1)
  const counts = { openCount: 0, messages: 0, perS: 0, secondMessages: 0, secondUs: nowUs }
  const link: Link = { id, route, symbols, attempts: { count: 0, armed: false }, conn: null, heir: null, ...counts }
  state.links.push(link)
  if (route.carriesBooks) for (const symbol of symbols) state.bookLinks.set(symbol, link)
  connect(step, link)
}

/** Depth of the first snapshots: the deepest that all symbols can have within half a minute's weight. */
const firstLevels = (step: Step, count: number): number => {
  const { depths, weightPerMinute } = step.venue.traits
  const wanted = depthFor(step.venue.traits, step.state.config.depthLevelsCount)
  const weight = (weightPerMinute ?? Number.MAX_SAFE_INTEGER) * FIRST_RATIO
  const fitting = depths.filter((depth) => depth.levels <= wanted.levels && depth.weight * count <= weight)
  return (fitting.at(-1) ?? depths[0] ?? wanted).levels
}

const forget = ({ state }: Step, conn: Conn): void => {
  state.sockets.delete(conn.socketId)
}

/** Books that no connection carries any more are stale until another one has brought them up. */
const strand = (step: Step, link: Link, reason: BookReason): void => {
  if (!link.route.carriesBooks) return
  for (const line of linesOf(step, link)) if (link.conn?.begun.has(line.symbol) !== true) sync.disconnect(step, line, reason)
}

/** The connection is gone, or given up: its heir takes over with the books that it carries already. */
const drop = (step: Step, link: Link, { conn, reason }: { readonly conn: Conn; readonly reason: BookReason }): void => {
  const { state, nowUs, emit } = step
  forget(step, conn)
  const lasted = conn.phase !== 'opening' && nowUs - conn.sinceUs >= msToUs(state.config.backoffMaxMs)
  if (lasted) link.attempts.count = 0
  if (conn === link.heir) link.heir = null
  else {
    link.conn = link.heir
    link.heir = null
    strand(step, link, reason)
    if (link.conn !== null) return
  }
  const afterUs = nextWaitUs(state, link.attempts)
  arm(step, link, afterUs)
  emit({ type: 'log', level: 'warn', message: 'venue connection lost', fields: { link: link.id, reason, againInMs: Math.round(afterUs / 1_000) } })
}

const giveUp = (step: Step, link: Link, how: { readonly conn: Conn; readonly reason: BookReason }): void => {
  step.emit({ type: 'socket.close', socketId: how.conn.socketId })
  drop(step, link, how)
}

/** All streams of a connection are answered for; those that were refused come later, or never. */
const complete = (step: Step, conn: Conn): void => {
  conn.phase = 'open'
  conn.sinceUs = step.nowUs
}

const begin = (step: Step, { link, conn }: Heard, symbols: readonly string[]): void => {
  for (const symbol of symbols) {
    conn.begun.add(symbol)
    const line = step.state.lines.get(symbol)
    if (line !== undefined && (!line.connected || line.state !== 'valid')) sync.connect(step, line)
  }
  if (link.heir === null) for (const line of linesOf(step, link)) line.tradeId = line.tickerId = 0
}

/** An heir that carries all that its connection does takes over once it has overlapped for long enough. */
const succeed = (step: Step, link: Link): void => {
  const { heir, conn } = link
  if (heir?.phase !== 'open' || conn === null || ![...conn.begun].every((symbol) => heir.begun.has(symbol))) return
  if (step.nowUs - heir.sinceUs < msToUs(step.state.config.overlapMs)) return
  step.state.counts.rotations += 1
  step.emit({ type: 'socket.close', socketId: conn.socketId })
  forget(step, conn)
  link.conn = heir
  link.heir = null
}

/** The venue will cut it soon, by its own word or by its age. */
const isEnding = (step: Step, conn: Conn): boolean => conn.isLeaving || isOld(step, conn)

const isOld = ({ venue, state, nowUs }: Step, { phase, sinceUs }: Conn): boolean => {
  const { lifeMs } = venue.traits
  return lifeMs !== null && phase === 'open' && nowUs - sinceUs > msToUs(lifeMs - state.config.rotateEarlyMs)
}

const problemOf = ({ state, nowUs }: Step, { heardUs, asked }: Conn): BookReason | null => {
  if (nowUs - heardUs > msToUs(state.config.silenceMs)) return 'the connection is silent'
  return asked !== null && nowUs - asked.sentUs > msToUs(state.config.requestTimeoutMs) ? 'the connection is silent' : null
}

const countRate = ({ nowUs }: Step, link: Link): void => {
  if (nowUs - link.secondUs < US_PER_S) return
  link.perS = ((link.messages - link.secondMessages) * US_PER_S) / (nowUs - link.secondUs)
  link.secondMessages = link.messages
  link.secondUs = nowUs
}

const watchLink = (step: Step, link: Link): void => {
  countRate(step, link)
  for (const conn of [link.heir, link.conn]) {
    if (conn === null) continue
    const reason = problemOf(step, conn)
    if (reason !== null) giveUp(step, link, { conn, reason })
    else pump(step, conn)
  }
  if (link.conn !== null && link.heir === null && !link.attempts.armed && isEnding(step, link.conn)) connect(step, link)
  succeed(step, link)
}

export const links = {
  /** Starts to follow symbols whose rules are known. */
  follow: (step: Step, instruments: readonly Instrument[]): void => {
    const { state, venue } = step
    const levels = firstLevels(step, state.lines.size + instruments.length)
    state.firstLevels = levels
    for (const instrument of instruments) addLine(step, instrument, levels)
    const symbols = instruments.map(({ symbol }) => symbol)
    for (const route of venue.routes(state.config.channels as Parameters<typeof venue.routes>[0])) {
      const perLink = Math.max(1, Math.floor(venue.traits.streamsPerLink / Math.max(1, route.streams('').length)))
      for (let from = 0; from < symbols.length; from += perLink) openLink(step, route, symbols.slice(from, from + perLink))
    }
  },
  /** The link that a socket belongs to; undefined for one that was given up. */
  ofSocket: ({ sockets }: MdState, socketId: number): Heard | undefined => {
    const link = sockets.get(socketId)
    const conn = link?.conn?.socketId === socketId ? link.conn : link?.heir
    return link === undefined || conn === null || conn === undefined ? undefined : { link, conn }
  },
  opened: (step: Step, link: Link, conn: Conn): void => {
    conn.phase = 'subscribing'
    conn.heardUs = step.nowUs
    if (conn.queue.length > 0) pump(step, conn)
    else {
      complete(step, conn)
      begin(step, { link, conn }, link.route.carriesBooks ? link.symbols : [])
    }
  },
  answered: (step: Step, { link, conn }: Heard, answer: ControlAnswer): void => {
    const control = settleControl(step, conn, answer)
    if (control === null) return
    if (answer.problem === null) begin(step, { link, conn }, control.books)
    if (conn.phase === 'subscribing' && conn.queue.length === 0 && conn.asked === null) complete(step, conn)
    pump(step, conn)
  },
  closed: (step: Step, link: Link, conn: Conn): void => drop(step, link, { conn, reason: 'the connection is closed' }),
  /** The venue will cut the connection soon: another is opened at once. */
  shutdown: (step: Step, link: Link, conn: Conn): void => {
    conn.isLeaving = true
    if (conn === link.conn && link.heir === null) connect(step, link)
  },
  garbled: (step: Step, link: Link, conn: Conn): void => {
    step.state.counts.garbled += 1
    conn.garbledRun += 1
    if (conn.garbledRun >= step.state.config.garbledRunCount) giveUp(step, link, { conn, reason: 'the connection is closed' })
  },
  /** Replaces connections that carry nothing or grow old, and streams that fell silent alone. */
  watch: (step: Step): void => {
    for (const link of step.state.links) watchLink(step, link)
    for (const line of step.state.lines.values()) watchStream(step, line)
  },
  /** The wait before another attempt is over. */
  retry: (step: Step, id: string): void => {
    const link = step.state.links.find((waiting) => timerOf(waiting) === id)
    if (link === undefined) return
    link.attempts.armed = false
    if (link.conn !== null && (link.heir !== null || !isEnding(step, link.conn))) return
    if (link.conn === null && link.openCount > 0) step.state.counts.reconnects += 1
    connect(step, link)
  },
  closeAll: ({ state, emit }: Step): void => {
    for (const socketId of state.sockets.keys()) emit({ type: 'socket.close', socketId })
  },
}
