import type { EpochUs } from '../../lib/base/units.ts'
import type { Core, Emit, Health, Stamped } from '../../lib/daemon/core.ts'
import type { CommonIn, CommonOut } from '../../lib/daemon/effects.ts'
import type { SimConfig } from './config.ts'
import { msOf, type SimIn, type SimInput, type SimOut, type Turn } from './events.ts'
import { handleControl, keepBooks, openSockets, originOf, sayShutdown } from './faults/control.ts'
import { createFaults, FAULT_TIMER } from './faults/faults.ts'
import { createOldBooks } from './faults/old-books.ts'
import { readSession } from './kraken/session-lines.ts'
import { createKrakenSessions, KRAKEN_TIMER } from './kraken/sessions.ts'
import { createLives, LIVES_TIMER } from './lives.ts'
import { createDueQueue } from './market/due-queue.ts'
import { earlierOf } from './market/earlier.ts'
import { LIVE_TIMER } from './market/live-markets.ts'
import { createVenueLive, createVenuePlayback } from './market/recorded-markets.ts'
import { advanceSynthetic, noteSynthetic, openSynthetic, tickSynthetic } from './market/synthetic-markets.ts'
import type { PublicKey } from './spot/auth.ts'
import { createDepthWaits } from './spot/depth-waits.ts'
import { createLimiter } from './spot/limits.ts'
import { PUBLISH_TIMER } from './spot/public-streams.ts'
import { answerWaits, handleRequest } from './spot/rest.ts'
import { createUserStreams } from './spot/user-streams.ts'
import { handleFrame } from './spot/ws-api.ts'
import { openAccount } from './trading/accounts.ts'
import { createDesk } from './trading/desk.ts'
import { createFees } from './trading/fees.ts'
import { createOrderStore } from './trading/orders.ts'
import { createTruthLog, type TruthRecord } from './trading/truth.ts'
import { truthFields } from './trading/truth-fields.ts'
import { createUsdmBoard } from './usdm/board.ts'
import { openContract } from './usdm/contracts.ts'
import { createFuturesDoors, FUTURES_TIMER } from './usdm/doors.ts'
import { createFutures } from './usdm/futures.ts'
import { type Board, createBoard, goingPrice, type Venue } from './venue.ts'

const WS_API = '/ws-api/v3'
/** Public and market streams of futures; what follows is read as on the spot address. */
const USDM = /^\/(?:public|market)(\/.*)$/
const SERVER_GONE = 1001
/** A socket lives for a day. */
const LIFE_OVER = 1008
/** The address has opened too many sockets. */
const TOO_MANY = 1008

/** What the core is handed by value. */
export interface SimDeps {
  /** Signature of a payload under a secret, in hex. */
  readonly hmac: (secret: string, payload: string) => string
  /** Secret of each API key. */
  readonly secrets: Readonly<Record<string, string>>
  /** Keys that are half of a pair, by API key, and how their signatures are checked. */
  readonly publicKeys?: Readonly<Record<string, PublicKey>>
  readonly verify?: (key: PublicKey, payload: string, signature: string) => boolean
  /** A recorded connection to Kraken, line by line. */
  readonly session?: readonly string[]
  /** The truth log of an earlier run of this simulator, oldest first. */
  readonly recovered?: readonly TruthRecord[]
}

type Handler<Type> = (venue: Venue, input: Extract<SimInput, { type: Type }>, turn: Turn) => void
type Handlers = { readonly [Type in SimInput['type']]?: Handler<Type> }

const createVenue = (config: SimConfig, deps: SimDeps): Venue => {
  const accounts = new Map(config.accounts.map(({ name, apiKey, balances }) => [name, openAccount(name, apiKey, balances)]))
  const truth = createTruthLog(deps.recovered?.at(-1)?.seq ?? 0)
  const store = createOrderStore()
  const limiter = createLimiter(config.limits)
  const users = createUserStreams()
  const gate = { accountsByKey: new Map([...accounts.values()].map((account) => [account.apiKey, account])), ...deps }
  const spot: Board = createBoard('spot', truth)
  const fees = createFees(config, goingPrice(spot))
  const usdm = createUsdmBoard(truth)
  const faults = createFaults(config.seed)
  const oldBooks = createOldBooks(() => faults.takesStale())
  const futures = createFutures({ accounts: [...accounts.keys()], config: config.usdm, streams: usdm.streams, truth, shown: oldBooks.shown })
  return {
    config,
    gate,
    accounts,
    store,
    truth,
    limiter,
    desk: createDesk({ accounts, store, truth, limiter, fees, notify: users.notify }),
    spot,
    usdm,
    futures,
    doors: createFuturesDoors(futures, gate, config.stepMs),
    users,
    faults,
    oldBooks,
    lives: createLives(config.sockets),
    due: createDueQueue(),
    kraken: createKrakenSessions(readSession(deps.session ?? []), config.speedRatio),
    waits: createDepthWaits(),
    playback: null,
    live: null,
    open: false,
    stopping: false,
    notedUs: 0,
    notedIds: new Map(),
  }
}

const boardsOf = ({ spot, usdm }: Venue): ReadonlyArray<Pick<Board, 'streams' | 'publisher'>> => [spot, usdm]

const noteAccounts = (venue: Venue, turn: Turn): void => {
  for (const account of venue.accounts.values()) venue.truth.write(turn, 'account', truthFields.account(account))
}

const isDepth = (stream: string): boolean => stream.includes('@depth')

const openContracts = (venue: Venue, records: readonly TruthRecord[], turn: Turn): void => {
  const { seed, activityRatio, market, usdm } = venue.config
  const places = { seed, activityRatio, isQuiet: market === 'none', checkpoints: venue.usdm.checkpoints, earlier: earlierOf(records), turn }
  for (const symbol of usdm.symbols) venue.usdm.synthetic.set(symbol, openContract(venue.futures, symbol, places))
}

const openMarkets = (venue: Venue, records: readonly TruthRecord[], turn: Turn): void => {
  if (venue.config.market === 'paper') {
    venue.live = createVenueLive(venue, records)
    venue.live.begin(turn)
  } else if (venue.config.recordings.length > 0) {
    venue.playback = createVenuePlayback(venue, records)
    venue.playback.begin(turn)
  } else openSynthetic(venue, records, turn)
}

const begin = (venue: Venue, records: readonly TruthRecord[], turn: Turn): void => {
  venue.faults.set(venue.config.faults, turn)
  if (records.length === 0) noteAccounts(venue, turn)
  openContracts(venue, records, turn)
  openMarkets(venue, records, turn)
  keepBooks(venue)
}

const stop: Handler<'stop'> = (venue, _input, turn) => {
  venue.stopping = true
  venue.playback?.note(turn)
  noteSynthetic(venue, turn, true)
  noteAccounts(venue, turn)
  sayShutdown(venue, turn, msOf(turn))
  for (const socketId of openSockets(venue)) turn.emit({ type: 'socket.close', socketId, code: SERVER_GONE })
  turn.emit({ type: 'stopped' })
}

/** Older clients name no room; on an address with contracts alone there is only one. */
const isOnlyFutures = ({ spot, futures }: Venue): boolean => spot.recorded.size + spot.synthetic.size === 0 && futures.contracts.size > 0

const socketOpened: Handler<'socket.opened'> = (venue, { socketId, path, query, address = '' }, turn) => {
  if (!venue.lives.opened(socketId, address, turn)) {
    turn.emit({ type: 'socket.close', socketId, code: TOO_MANY })
    return
  }
  if (venue.doors.opened({ socketId, path, query, address }) || venue.kraken.opened({ socketId, path }, turn)) return
  if (path.startsWith(WS_API)) {
    venue.users.open(socketId)
    return
  }
  const futures = USDM.exec(path)
  const streams = futures === null && !isOnlyFutures(venue) ? venue.spot.streams : venue.usdm.streams
  streams.open(socketId, futures?.[1] ?? path, query)
  if (streams.subscriptions(socketId).some(isDepth)) venue.playback?.start(turn)
  for (const { publisher } of boardsOf(venue)) publisher.listen(turn)
}

const socketText: Handler<'socket.text'> = (venue, { socketId, text }, turn) => {
  if (venue.doors.text(socketId, text, turn) || venue.kraken.text(socketId, text, turn)) return
  if (venue.users.has(socketId)) {
    handleFrame(venue, socketId, { text, turn })
    return
  }
  for (const { streams, publisher } of boardsOf(venue)) {
    if (streams.control(socketId, text, turn).some(isDepth)) venue.playback?.start(turn)
    publisher.listen(turn)
  }
}

const timers: Readonly<Record<string, (venue: Venue, turn: Turn) => void>> = {
  market: tickSynthetic,
  playback: (venue, turn) => venue.playback?.tick(turn),
  [FUTURES_TIMER]: (venue, turn) => {
    venue.doors.tick(turn)
    noteSynthetic(venue, turn, false)
  },
  [PUBLISH_TIMER]: (venue, turn) => {
    for (const { publisher } of boardsOf(venue)) publisher.tick(turn)
  },
  [LIVE_TIMER]: (venue, turn) => venue.live?.tick(turn),
  [KRAKEN_TIMER]: (venue, turn) => venue.kraken.tick(turn),
  [FAULT_TIMER]: (venue, turn) => venue.faults.tick(turn, (scope) => openSockets(venue, scope)),
  [LIVES_TIMER]: (venue, turn) => {
    for (const socketId of venue.lives.expired(turn)) turn.emit({ type: 'socket.close', socketId, code: LIFE_OVER })
  },
  depth: (venue, turn) => answerWaits(venue, venue.waits.expired(turn), turn),
}

const handlers: Handlers = {
  stop,
  'timer.fired': (venue, { id }, turn) => timers[id]?.(venue, turn),
  'http.request': (venue, request, turn) => {
    if (venue.kraken.request(request, turn)) return
    if (venue.doors.request(request, turn)) return
    advanceSynthetic(venue, turn)
    handleRequest(venue, request, turn)
  },
  'socket.opened': socketOpened,
  'socket.text': (venue, input, turn) => {
    advanceSynthetic(venue, turn)
    socketText(venue, input, turn)
  },
  'socket.ping': (venue, { socketId }, turn) => {
    for (const { streams } of boardsOf(venue)) streams.count(socketId, turn)
  },
  'socket.closed': (venue, { socketId }) => {
    venue.lives.closed(socketId)
    venue.faults.forget(socketId)
    venue.spot.streams.close(socketId)
    venue.usdm.streams.close(socketId)
    venue.users.close(socketId)
    venue.doors.closed(socketId)
    venue.kraken.closed(socketId)
  },
  'feed.opened': (venue, { lines }, turn) => venue.playback?.opened(lines, turn),
  'feed.lines': (venue, { chunks }, turn) => venue.playback?.lines(chunks, turn),
  'live.opened': (venue, { instruments }, turn) => venue.live?.opened(instruments, turn),
  'live.line': (venue, line, turn) => venue.live?.line(line, turn),
  'live.lost': (venue, { symbols }) => venue.live?.lost(symbols),
  'feed.ended': (venue, _input, turn) => venue.playback?.ended(turn),
  'feed.damaged': (_venue, { exit, message }, turn) => turn.emit({ type: 'failed', exit, message }),
}

const health = (venue: Venue): Health => {
  if (venue.stopping) return { state: 'draining', ready: false, reason: 'stopping' }
  return venue.open ? { state: 'running', ready: true, reason: 'ok' } : { state: 'syncing', ready: false, reason: 'markets are not open yet' }
}

/** What the faults let go has passed them already. */
const isFaultTimer = (input: SimInput): boolean => input.type === 'timer.fired' && input.id === FAULT_TIMER

/** Calls of the control endpoint, and what a fault keeps from the venue. */
const isAbsorbed = (venue: Venue, input: SimInput, turn: Turn): boolean => {
  if (input.type === 'http.request' && handleControl(venue, input, turn)) return true
  return (input.type === 'http.request' || input.type === 'socket.text') && venue.faults.absorbs(input, originOf(venue, input), turn)
}

/** The simulated venue: speaks REST and WebSocket, matches orders, and writes down what really happened. */
export const createSimCore = (deps: SimDeps): Core<SimConfig, Venue, SimIn | CommonIn, SimOut | CommonOut> => ({
  init: (config) => createVenue(config, deps),
  step: (venue, { nowUs, input }: Stamped<SimInput>, emit: Emit<SimOut | CommonOut>) => {
    const bare: Turn = { nowUs, emit }
    if (venue.stopping || isAbsorbed(venue, input, bare)) return
    const turn = venue.faults.turn(bare)
    if (input.type === 'start') begin(venue, deps.recovered ?? [], turn)
    else (handlers[input.type] as Handler<SimInput['type']> | undefined)?.(venue, input, isFaultTimer(input) ? bare : turn)
    for (const { publisher } of boardsOf(venue)) publisher.settle(turn)
    venue.desk.settleTruth(turn)
  },
  health: (venue: Venue, _nowUs: EpochUs) => health(venue),
})
