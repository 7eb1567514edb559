import { type Static, Type } from 'typebox'
import { SymbolText } from '../../lib/contracts/words.ts'
import { PUBLISHED_BAR } from '../../lib/model/bar-spec.ts'

/** Settings of `trade md`. */
export const MdConfig = Type.Object(
  {
    symbols: Type.Array(SymbolText, { minItems: 1, maxItems: 1_000, default: ['BTCUSDT'], description: 'symbols to follow from the start, 1 to 1000' }),
    seed: Type.Integer({ default: 1, minimum: 0, maximum: 4_294_967_295, description: 'seed of the waits between attempts' }),
    channels: Type.Array(Type.String({ pattern: '^(?:book|trades|ticker|marks|liquidations|klines\\.[0-9]{1,2}[smhdwM])$' }), {
      minItems: 1,
      default: ['book', 'trades', 'ticker'],
      description: 'what is followed of each symbol: book, trades, ticker, marks, liquidations, klines.INTERVAL',
    }),
    bars: Type.Array(Type.String({ pattern: PUBLISHED_BAR }), {
      maxItems: 16,
      default: ['1m'],
      description: 'bars made of the trades of each symbol: time like 1s 5m 1h, trades like 100t, quantity like 10v, value like 1000000q',
    }),
    depthLevelsCount: Type.Integer({ default: 5_000, minimum: 5, maximum: 5_000, description: 'levels a side of a snapshot; many symbols begin with fewer' }),
    horizonRatio: Type.Number({
      default: 0.5,
      minimum: 0,
      maximum: 0.9,
      description: 'a book is refreshed when a side of its cut snapshot has less than this share of its levels left',
    }),
    weightShareRatio: Type.Number({ default: 0.8, minimum: 0.01, maximum: 1, description: 'share of the request weight of the venue that md may spend' }),
    silenceMs: Type.Integer({ default: 10_000, minimum: 500, maximum: 600_000, description: 'a connection without data for longer is replaced, milliseconds' }),
    rotateEarlyMs: Type.Integer({
      default: 600_000,
      minimum: 0,
      maximum: 43_200_000,
      description: 'a connection is replaced so long before the venue would cut it, milliseconds',
    }),
    overlapMs: Type.Integer({
      default: 3_000,
      minimum: 0,
      maximum: 60_000,
      description: 'a replaced connection is kept so long beside its heir, milliseconds',
    }),
    backoffMinMs: Type.Integer({ default: 100, minimum: 1, maximum: 60_000, description: 'least wait before another attempt, milliseconds' }),
    backoffMaxMs: Type.Integer({ default: 5_000, minimum: 1, maximum: 600_000, description: 'greatest wait before another attempt, milliseconds' }),
    requestTimeoutMs: Type.Integer({ default: 10_000, minimum: 100, maximum: 60_000, description: 'limit of one request to the venue, milliseconds' }),
    publishEveryMs: Type.Integer({
      default: 100,
      minimum: 10,
      maximum: 10_000,
      description: 'least distance between two books or best prices of a symbol on the bus, milliseconds',
    }),
    sampleEveryMs: Type.Integer({
      default: 1_000,
      minimum: 100,
      maximum: 3_600_000,
      description: 'least distance between two stored samples of the best prices of a symbol, milliseconds',
    }),
    storeAgeMs: Type.Integer({
      default: 2_592_000_000,
      minimum: 0,
      maximum: 315_360_000_000,
      description: 'stored rows are forgotten after so long, milliseconds; 0 stores nothing',
    }),
    storeBytes: Type.Integer({
      default: 4_294_967_296,
      minimum: 1_048_576,
      maximum: 1_099_511_627_776,
      description: 'the oldest rows are forgotten above this size of the store, bytes',
    }),
    bufferCount: Type.Integer({ default: 10_000, minimum: 1, maximum: 1_000_000, description: 'most diffs of a symbol that wait for a snapshot' }),
    garbledRunCount: Type.Integer({
      default: 100,
      minimum: 1,
      maximum: 1_000_000,
      description: 'a connection with so many garbled frames in a row is replaced',
    }),
  },
  { additionalProperties: false, description: 'market data' },
)
export type MdConfig = Static<typeof MdConfig>
