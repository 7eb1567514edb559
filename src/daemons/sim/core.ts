import type { EpochUs } from '../../lib/base/units.ts'
import type { Core, Emit, Health, Stamped } from '../../lib/daemon/core.ts'
import type { CommonIn, CommonOut } from '../../lib/daemon/effects.ts'
import type { SimConfig } from './config.ts'
import { msOf, type SimIn, type SimInput, type SimOut, type Turn } from './events.ts'
import { createVenuePlayback } from './market/recorded-markets.ts'
import { advanceSynthetic, noteSynthetic, openSynthetic, tickSynthetic } from './market/synthetic-markets.ts'
import { createDepthWaits } from './spot/depth-waits.ts'
import { createLimiter } from './spot/limits.ts'
import { PUBLISH_TIMER } from './spot/public-streams.ts'
import { answerWaits, handleRequest } from './spot/rest.ts'
import { createUserStreams } from './spot/user-streams.ts'
import { handleFrame } from './spot/ws-api.ts'
import { openAccount } from './trading/accounts.ts'
import { createDesk } from './trading/desk.ts'
import { createOrderStore } from './trading/orders.ts'
import { accountFields, createTruthLog, type TruthRecord } from './trading/truth.ts'
import { type Board, createBoard, type Venue } from './venue.ts'

const WS_API = '/ws-api/v3'
/** Public and market streams of futures; what follows is read as on the spot address. */
const USDM = /^\/(?:public|market)(\/.*)$/
const SERVER_GONE = 1001

/** What the core is handed by value. */
export interface SimDeps {
  /** Signature of a payload under a secret, in hex. */
  readonly hmac: (secret: string, payload: string) => string
  /** Secret of each API key. */
  readonly secrets: Readonly<Record<string, string>>
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
  const { makerFeeBps, takerFeeBps } = config
  return {
    config,
    gate: { accountsByKey: new Map([...accounts.values()].map((account) => [account.apiKey, account])), secrets: deps.secrets, hmac: deps.hmac },
    accounts,
    store,
    truth,
    limiter,
    desk: createDesk({ accounts, store, truth, limiter, makerFeeBps, takerFeeBps, notify: users.notify }),
    spot: createBoard('spot', truth),
    usdm: createBoard('usdm', truth),
    users,
    waits: createDepthWaits(),
    playback: null,
    open: false,
    stopping: false,
    notedUs: 0,
  }
}

const boardsOf = ({ spot, usdm }: Venue): ReadonlyArray<Pick<Board, 'streams' | 'publisher'>> => [spot, usdm]

const noteAccounts = (venue: Venue, turn: Turn): void => {
  for (const account of venue.accounts.values()) venue.truth.write(turn, 'account', accountFields(account))
}

const isDepth = (stream: string): boolean => stream.includes('@depth')

const begin = (venue: Venue, records: readonly TruthRecord[], turn: Turn): void => {
  if (records.length === 0) noteAccounts(venue, turn)
  if (venue.config.recordings.length === 0) openSynthetic(venue, records, turn)
  else {
    venue.playback = createVenuePlayback(venue, records)
    venue.playback.begin(turn)
  }
}

const stop: Handler<'stop'> = (venue, _input, turn) => {
  venue.stopping = true
  venue.playback?.note(turn)
  noteSynthetic(venue, turn, true)
  noteAccounts(venue, turn)
  const gone = { e: 'serverShutdown', E: msOf(turn) }
  for (const { streams } of boardsOf(venue)) streams.tellAll(gone, turn)
  for (const socketId of venue.users.sockets()) turn.emit({ type: 'socket.send', socketId, text: JSON.stringify({ event: gone }) })
  for (const socketId of [...venue.spot.streams.sockets(), ...venue.usdm.streams.sockets(), ...venue.users.sockets()])
    turn.emit({ type: 'socket.close', socketId, code: SERVER_GONE })
  turn.emit({ type: 'stopped' })
}

const socketOpened: Handler<'socket.opened'> = (venue, { socketId, path, query }, turn) => {
  if (path.startsWith(WS_API)) {
    venue.users.open(socketId)
    return
  }
  const futures = USDM.exec(path)
  const streams = futures === null ? venue.spot.streams : venue.usdm.streams
  streams.open(socketId, futures?.[1] ?? path, query)
  if (streams.subscriptions(socketId).some(isDepth)) venue.playback?.start(turn)
  for (const { publisher } of boardsOf(venue)) publisher.listen(turn)
}

const socketText: Handler<'socket.text'> = (venue, { socketId, text }, turn) => {
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
  [PUBLISH_TIMER]: (venue, turn) => {
    for (const { publisher } of boardsOf(venue)) publisher.tick(turn)
  },
  depth: (venue, turn) => answerWaits(venue, venue.waits.expired(turn), turn),
}

const handlers: Handlers = {
  stop,
  'timer.fired': (venue, { id }, turn) => timers[id]?.(venue, turn),
  'http.request': (venue, request, turn) => {
    advanceSynthetic(venue, turn)
    handleRequest(venue, request, turn)
  },
  'socket.opened': socketOpened,
  'socket.text': (venue, input, turn) => {
    advanceSynthetic(venue, turn)
    socketText(venue, input, turn)
  },
  'socket.closed': (venue, { socketId }) => {
    venue.spot.streams.close(socketId)
    venue.usdm.streams.close(socketId)
    venue.users.close(socketId)
  },
  'feed.lines': (venue, { lines, file, firstLine }, turn) => venue.playback?.lines({ lines, file, firstLine }, turn),
  'feed.ended': (venue, _input, turn) => venue.playback?.ended(turn),
  'feed.damaged': (_venue, { exit, message }, turn) => turn.emit({ type: 'failed', exit, message }),
}

const health = (venue: Venue): Health => {
  if (venue.stopping) return { state: 'draining', ready: false, reason: 'stopping' }
  return venue.open ? { state: 'running', ready: true, reason: 'ok' } : { state: 'syncing', ready: false, reason: 'markets are not open yet' }
}

/** The simulated venue: speaks REST and WebSocket, matches orders, and writes down what really happened. */
export const createSimCore = (deps: SimDeps): Core<SimConfig, Venue, SimIn | CommonIn, SimOut | CommonOut> => ({
  init: (config) => createVenue(config, deps),
  step: (venue, { nowUs, input }: Stamped<SimInput>, emit: Emit<SimOut | CommonOut>) => {
    const turn: Turn = { nowUs, emit }
    if (venue.stopping) return
    if (input.type === 'start') begin(venue, deps.recovered ?? [], turn)
    else (handlers[input.type] as Handler<SimInput['type']> | undefined)?.(venue, input, turn)
    for (const { publisher } of boardsOf(venue)) publisher.settle(turn)
    venue.desk.settleTruth(turn)
  },
  health: (venue: Venue, _nowUs: EpochUs) => health(venue),
})
