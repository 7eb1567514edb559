import type { TSchema } from 'typebox'
import { AccountState, AccountStateRequest } from './acct.ts'
import { CancelAnswer, CancelRequest, OrderChanged, OrderFilled, Reconciled, StatusAnswer, StatusRequest, SubmitAnswer, SubmitRequest } from './exec.ts'
import { BreakerAnswer, BreakerRequest, ExecResumeAnswer, ExecResumeRequest, ExecStatus, ExecStatusRequest, OrderCheck } from './exec-control.ts'
import { HealthReport } from './health.ts'
import { HelloAnswer, HelloRequest } from './hello.ts'
import {
  BarEnded,
  BookStateChanged,
  InstrumentsAnswer,
  InstrumentsRequest,
  Kline,
  Liquidation,
  Mark,
  Orderbook,
  SnapshotAnswer,
  SnapshotRequest,
  SubscribeAnswer,
  SubscribeRequest,
  Ticker,
  Trade,
} from './market.ts'
import { MarketHealth, MarketHealthRequest, ResyncAnswer, ResyncRequest } from './market-health.ts'
import { CheckAnswer, CheckRequest, HaltAnswer, HaltChanged, HaltRequest, ResumeRequest, RiskDenied } from './risk.ts'
import { Signal } from './strat.ts'
import { SinceAnswer, SinceRequest } from './stream.ts'
import type { Peer, Service } from './words.ts'

/** A journalled and pulled; B rebuilt; C may drop, every drop counted. */
export type DeliveryClass = 'A' | 'B' | 'C'

/** One topic: who publishes it, who reads it, and the bodies by envelope type. `{symbol}` stands for one symbol. */
export interface TopicSpec {
  readonly by: Service
  readonly readers: readonly Peer[]
  readonly delivery: DeliveryClass
  readonly bodies: Readonly<Record<string, TSchema>>
}

/** One request: who answers and who may ask. */
export interface MethodSpec {
  readonly by: readonly Service[]
  readonly callers: readonly Peer[]
  readonly request: TSchema
  readonly answer: TSchema
}

const health = (by: Service): TopicSpec => ({ by, readers: ['cli'], delivery: 'C', bodies: { health: HealthReport } })

/** Every topic of the bus. */
export const TOPICS: Readonly<Record<string, TopicSpec>> = {
  'market_data.{symbol}.orderbook': { by: 'md', readers: ['cli'], delivery: 'C', bodies: { orderbook: Orderbook } },
  'market_data.{symbol}.trades': { by: 'md', readers: ['cli'], delivery: 'C', bodies: { trade: Trade } },
  'market_data.{symbol}.ticker': { by: 'md', readers: ['risk', 'acct', 'cli'], delivery: 'C', bodies: { ticker: Ticker } },
  'market_data.{symbol}.state': { by: 'md', readers: ['cli'], delivery: 'C', bodies: { state: BookStateChanged } },
  'market_data.{symbol}.marks': { by: 'md', readers: ['cli'], delivery: 'C', bodies: { mark: Mark } },
  'market_data.{symbol}.liquidations': { by: 'md', readers: ['cli'], delivery: 'C', bodies: { liquidation: Liquidation } },
  'market_data.{symbol}.klines.{interval}': { by: 'md', readers: ['cli'], delivery: 'C', bodies: { kline: Kline } },
  'market_data.{symbol}.bars.{spec}': { by: 'md', readers: ['cli'], delivery: 'C', bodies: { bar: BarEnded } },
  'exec.events': {
    by: 'exec',
    readers: ['risk', 'acct', 'strat', 'cli'],
    delivery: 'A',
    bodies: { 'order.changed': OrderChanged, 'order.filled': OrderFilled, 'exec.reconciled': Reconciled },
  },
  'risk.events': {
    by: 'risk',
    readers: ['exec', 'cli'],
    delivery: 'A',
    bodies: { 'risk.denied': RiskDenied, 'risk.halted': HaltChanged, 'risk.resumed': HaltChanged },
  },
  'acct.state': { by: 'acct', readers: ['cli'], delivery: 'B', bodies: { 'acct.state': AccountState } },
  'strat.signals': { by: 'strat', readers: ['cli'], delivery: 'C', bodies: { signal: Signal } },
  'sim.health': health('sim'),
  'md.health': health('md'),
  'exec.health': health('exec'),
  'risk.health': health('risk'),
  'acct.health': health('acct'),
  'strat.health': health('strat'),
}

/** Every request of the bus. */
export const METHODS: Readonly<Record<string, MethodSpec>> = {
  hello: {
    by: ['md', 'exec', 'risk', 'acct', 'strat', 'sim'],
    callers: ['md', 'exec', 'risk', 'acct', 'strat', 'cli'],
    request: HelloRequest,
    answer: HelloAnswer,
  },
  'md.snapshot': { by: ['md'], callers: ['strat', 'cli'], request: SnapshotRequest, answer: SnapshotAnswer },
  'md.subscribe': { by: ['md'], callers: ['cli'], request: SubscribeRequest, answer: SubscribeAnswer },
  'md.instruments': { by: ['md'], callers: ['cli'], request: InstrumentsRequest, answer: InstrumentsAnswer },
  'md.health': { by: ['md'], callers: ['cli'], request: MarketHealthRequest, answer: MarketHealth },
  'md.resync': { by: ['md'], callers: ['cli'], request: ResyncRequest, answer: ResyncAnswer },
  'order.submit': { by: ['exec'], callers: ['strat', 'cli'], request: SubmitRequest, answer: SubmitAnswer },
  'order.cancel': { by: ['exec'], callers: ['strat', 'cli'], request: CancelRequest, answer: CancelAnswer },
  'order.status': { by: ['exec'], callers: ['cli'], request: StatusRequest, answer: StatusAnswer },
  'order.check': { by: ['exec'], callers: ['cli'], request: SubmitRequest, answer: OrderCheck },
  'exec.status': { by: ['exec'], callers: ['cli'], request: ExecStatusRequest, answer: ExecStatus },
  'exec.breaker': { by: ['exec'], callers: ['cli'], request: BreakerRequest, answer: BreakerAnswer },
  'exec.resume': { by: ['exec'], callers: ['cli'], request: ExecResumeRequest, answer: ExecResumeAnswer },
  'events.since': { by: ['exec', 'risk'], callers: ['exec', 'risk', 'acct', 'strat', 'cli'], request: SinceRequest, answer: SinceAnswer },
  'risk.check': { by: ['risk'], callers: ['exec'], request: CheckRequest, answer: CheckAnswer },
  'risk.halt': { by: ['risk'], callers: ['cli'], request: HaltRequest, answer: HaltAnswer },
  'risk.resume': { by: ['risk'], callers: ['cli'], request: ResumeRequest, answer: HaltAnswer },
  'acct.state': { by: ['acct'], callers: ['cli'], request: AccountStateRequest, answer: AccountState },
}

const PLANES = /^market_data\.([A-Z0-9_-]{1,32})\.(\w+)(\.[^.].*)?$/

/** What the part of a topic after its plane stands for. */
const PARTS: Readonly<Record<string, string>> = { klines: '{interval}', bars: '{spec}' }

/** The listed form of a concrete topic: `market_data.BTCUSDT.ticker` is `market_data.{symbol}.ticker`. */
export const topicPattern = (topic: string): string => {
  const [, , plane = '', part] = PLANES.exec(topic) ?? []
  if (plane === '') return topic
  if (part === undefined) return `market_data.{symbol}.${plane}`
  return PARTS[plane] === undefined ? topic : `market_data.{symbol}.${plane}.${PARTS[plane]}`
}

/** What md says about a symbol. */
export type MarketPlane = 'orderbook' | 'trades' | 'ticker' | 'state' | 'marks' | 'liquidations' | `klines.${string}` | `bars.${string}`

/** Concrete topic of a market data plane. */
export const marketTopic = (symbol: string, plane: MarketPlane): string => `market_data.${symbol}.${plane}`
