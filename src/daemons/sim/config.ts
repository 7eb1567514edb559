import { type Static, Type } from 'typebox'
import { FaultPlan } from '../../lib/contracts/faults.ts'

const Amount = Type.String({ pattern: '^\\d{1,30}(\\.\\d{1,18})?$', description: 'decimal string' })

/** Limits of the simulated venue; every window is aligned to the clock. */
export const SimLimits = Type.Object(
  {
    weightCount: Type.Integer({ minimum: 1, default: 6_000, description: 'request weight allowed in one window' }),
    weightWindowMs: Type.Integer({ minimum: 1_000, default: 60_000, description: 'window of the request weight, ms' }),
    ordersCount: Type.Integer({ minimum: 1, default: 100, description: 'unfilled new orders of one account allowed in one window' }),
    ordersWindowMs: Type.Integer({ minimum: 1_000, default: 10_000, description: 'window of the order count, ms' }),
    ordersPerDayCount: Type.Optional(Type.Integer({ minimum: 1, default: 160_000, description: 'unfilled new orders of one account allowed in a day' })),
    rawPer5MinutesCount: Type.Optional(Type.Integer({ minimum: 1, default: 300_000, description: 'requests of any weight allowed in 5 minutes' })),
    openOrdersCount: Type.Optional(Type.Integer({ minimum: 1, default: 200, description: 'open orders of one account allowed on a symbol' })),
    banAfterCount: Type.Optional(Type.Integer({ minimum: 1, default: 20, description: 'requests above a limit in one window after which a client is banned' })),
  },
  { description: 'rate limits' },
)
export type SimLimits = Static<typeof SimLimits>

/** Limits of the sockets of the simulated venue. */
const SimSockets = Type.Object(
  {
    socketLifeMs: Type.Integer({ minimum: 100, default: 86_400_000, description: 'a socket is cut after this time, ms' }),
    attemptsCount: Type.Integer({ minimum: 1, default: 300, description: 'connection attempts of one address allowed in 5 minutes' }),
    pingEveryMs: Type.Optional(Type.Integer({ minimum: 10, default: 20_000, description: 'time between two pings of the venue, ms' })),
    silentMs: Type.Optional(Type.Integer({ minimum: 10, default: 60_000, description: 'a socket is cut when no pong came for this time, ms' })),
  },
  { description: 'sockets' },
)

/** An asset that fees are paid in while an account has enough of it. */
const FeeAsset = Type.Object(
  {
    asset: Type.String({ minLength: 1, default: 'BNB', description: 'asset that the fee is taken from' }),
    discountBps: Type.Number({ minimum: 0, maximum: 10_000, default: 2_500, description: 'what is taken off the fee, basis points of it' }),
    prices: Type.Record(Type.String(), Amount, { description: 'price of one unit by quote asset, decimal strings; used where no market tells it' }),
  },
  { description: 'fee asset' },
)

/** An account of the simulated venue. Its secret is no setting: it is handed to the core apart. */
const SimAccount = Type.Object(
  {
    name: Type.String({ minLength: 1, default: 'main', description: 'name in the truth log' }),
    apiKey: Type.String({ minLength: 1, description: 'public part of the key' }),
    balances: Type.Record(Type.String(), Amount, { description: 'opening amount of each asset, decimal strings' }),
  },
  { description: 'account' },
)

/** Settings of the futures side of the simulator. */
export const UsdmConfig = Type.Object(
  {
    symbols: Type.Array(Type.String({ pattern: '^[A-Z0-9_-]{1,32}$' }), { default: [], description: 'synthetic perpetual contracts' }),
    wallet: Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,8})?$', default: '100000', description: 'opening wallet of each account, USDT' }),
    makerFeeBps: Type.Number({ minimum: 0, maximum: 1_000, default: 2, description: 'fee of a maker, basis points of the notional' }),
    takerFeeBps: Type.Number({ minimum: 0, maximum: 1_000, default: 5, description: 'fee of a taker, basis points of the notional' }),
    fundingMs: Type.Integer({ minimum: 1_000, default: 28_800_000, description: 'time between two funding payments, aligned to the clock, ms' }),
    limits: Type.Object(
      {
        weightCount: Type.Integer({ minimum: 1, default: 2_400, description: 'request weight allowed in one window' }),
        weightWindowMs: Type.Integer({ minimum: 1_000, default: 60_000, description: 'window of the request weight, ms' }),
        ordersCount: Type.Integer({ minimum: 1, default: 300, description: 'new orders of one account allowed in one window' }),
        ordersWindowMs: Type.Integer({ minimum: 1_000, default: 10_000, description: 'window of the order count, ms' }),
      },
      { description: 'rate limits' },
    ),
  },
  { description: 'usdm' },
)
export type UsdmConfig = Static<typeof UsdmConfig>

/** Settings of the simulator. */
export const SimConfig = Type.Object(
  {
    symbols: Type.Array(Type.String({ pattern: '^[A-Z0-9_-]{1,32}$' }), {
      default: ['BTCUSDT'],
      description: 'synthetic markets; not used with a recording, which brings its own symbols',
    }),
    seed: Type.Integer({ minimum: 0, default: 1, description: 'seed of the synthetic order flow' }),
    activityRatio: Type.Number({ minimum: 0.01, maximum: 100, default: 1, description: 'pace of the synthetic markets; 1 is that of the measured one' }),
    recordings: Type.Array(Type.String(), { default: [], description: 'names of the recordings in a row, for the record; empty: synthetic markets' }),
    speedRatio: Type.Number({ exclusiveMinimum: 0, maximum: 1_000, default: 1, description: 'divides the gaps between recorded frames' }),
    autostart: Type.Boolean({ default: false, description: 'play the recording at once instead of at the first depth subscription' }),
    accounts: Type.Array(SimAccount, { default: [{ name: 'main', apiKey: 'sim', balances: { USDT: '100000', BTC: '2' } }], description: 'accounts' }),
    limits: SimLimits,
    makerFeeBps: Type.Number({ minimum: 0, maximum: 1_000, default: 10, description: 'fee of a maker, basis points of the received amount' }),
    takerFeeBps: Type.Number({ minimum: 0, maximum: 1_000, default: 10, description: 'fee of a taker, basis points of the received amount' }),
    feeAsset: Type.Optional(FeeAsset),
    usdm: UsdmConfig,
    sockets: SimSockets,
    market: Type.Union([Type.Literal('synthetic'), Type.Literal('none'), Type.Literal('paper')], {
      default: 'synthetic',
      description: 'who trades in a market without a recording: a seeded flow of orders, the clients alone, or another venue whose public streams are followed',
    }),
    faults: FaultPlan,
    stepMs: Type.Integer({ minimum: 1, maximum: 100, default: 5, description: 'least time between two looks at a synthetic market, ms' }),
  },
  { description: 'sim' },
)
export type SimConfig = Static<typeof SimConfig>

/** Every setting of futures at its default. */
export const usdmDefaults: UsdmConfig = {
  symbols: [],
  wallet: '100000',
  makerFeeBps: 2,
  takerFeeBps: 5,
  fundingMs: 28_800_000,
  limits: { weightCount: 2_400, weightWindowMs: 60_000, ordersCount: 300, ordersWindowMs: 10_000 },
}

/** Every setting at its default. */
export const simDefaults: SimConfig = {
  symbols: ['BTCUSDT'],
  seed: 1,
  activityRatio: 1,
  recordings: [],
  speedRatio: 1,
  autostart: false,
  accounts: [{ name: 'main', apiKey: 'sim', balances: { USDT: '100000', BTC: '2' } }],
  limits: { weightCount: 6_000, weightWindowMs: 60_000, ordersCount: 100, ordersWindowMs: 10_000 },
  makerFeeBps: 10,
  takerFeeBps: 10,
  usdm: usdmDefaults,
  sockets: { socketLifeMs: 86_400_000, attemptsCount: 300 },
  market: 'synthetic',
  faults: {},
  stepMs: 5,
}
