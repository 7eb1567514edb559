import process from 'node:process'
import { parseArgs } from 'node:util'
import { type Prng, prng } from '../../src/lib/base/prng.ts'
import type { Instrument } from '../../src/lib/model/instrument.ts'
import { readFrame as readBinance } from '../../src/lib/venues/binance/market-frames.ts'
import { readFirstFrame } from '../../src/lib/venues/kraken/first-frames.ts'
import { readFrame as readKraken } from '../../src/lib/venues/kraken/frames.ts'
import type { Garbled, MarketEvent } from '../../src/lib/venues/market.ts'
import { btcusdt, marketTexts, utf8Bytes } from '../kit/market-texts.ts'

type Read = (bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>) => MarketEvent | Garbled

interface Decoder {
  readonly name: string
  readonly read: Read
  readonly frames: readonly string[]
}

/** What became of the inputs of one decoder. */
interface FuzzReport {
  readonly decoder: string
  readonly inputs: number
  readonly garbled: number
  readonly unsound: number
  readonly slowestMs: number
}

const STALL_MS = 50
const PIECES = ['', '0', '-1', '1e999', '[]', '{}', '"', '\\', 'null', 'true', '9'.repeat(20), '\u0000', '€', '['.repeat(500), ',"u":1', '"e":"trade",'].map(
  utf8Bytes,
)

const instruments: ReadonlyMap<string, Instrument> = new Map(['BTCUSDT', 'XBT-USD', 'BTC-USD'].map((symbol) => [symbol, { ...btcusdt, symbol }]))

const decoders: readonly Decoder[] = [
  {
    name: 'binance',
    read: readBinance,
    frames: [
      marketTexts.diff({ ids: [5, 6], bids: [[100, 1]], asks: [[101, 7]] }),
      marketTexts.trade(1, 100, 5),
      marketTexts.ticker(6, [100, 1], [101, 7]),
      '{"u":6,"s":"BTCUSDT","b":"1.00","B":"2.00000","a":"1.01","A":"3.00000"}',
      '{"result":null,"id":1}',
    ],
  },
  {
    name: 'binance-usdm',
    read: readBinance,
    frames: [
      '{"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":51,"u":55,"pu":50,"b":[["58710.20","0.014"]],"a":[["61800.30","0.0"]]}}',
      '{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}}',
      '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1,"s":"BTCUSDT","a":9,"p":"61800.30","q":"0.006","f":3,"l":4,"T":1,"m":false}}',
      '{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":51,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1,"E":1}}',
      '{"stream":"btcusdt@markPrice","data":{"e":"markPriceUpdate","E":1,"s":"BTCUSDT","p":"1.5","i":"1.5","P":"1.5","r":"-0.0001","T":2}}',
    ],
  },
  {
    name: 'kraken',
    read: readKraken,
    frames: [
      '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":45283.5,"qty":0.1}],"asks":[],"checksum":7,"timestamp":"2023-10-06T17:35:55.440295Z"}]}',
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":45283.5,"qty":0.1,"trade_id":1,"timestamp":"2023-10-06T17:35:55Z"}]}',
      '{"channel":"heartbeat"}',
    ],
  },
  {
    name: 'kraken, first version',
    read: readFirstFrame,
    frames: ['[336,{"a":[["5541.30000","2.50700000","1534614248.456738"]],"c":"974942666"},"book-1000","XBT/USD"]', '{"event":"heartbeat"}'],
  },
]

const spliced = (bytes: Uint8Array, chance: Prng): Uint8Array => {
  const from = chance.below(bytes.length + 1)
  const to = Math.min(bytes.length, from + chance.below(6))
  const piece = PIECES[chance.below(PIECES.length)] ?? bytes
  const result = new Uint8Array(from + piece.length + bytes.length - to)
  result.set(bytes.subarray(0, from))
  result.set(piece, from)
  result.set(bytes.subarray(to), from + piece.length)
  return result
}

const flipped = (bytes: Uint8Array, chance: Prng): Uint8Array => {
  const result = bytes.slice()
  if (result.length > 0) result[chance.below(result.length)] = chance.below(256)
  return result
}

const noise = (_: Uint8Array, chance: Prng): Uint8Array => Uint8Array.from({ length: chance.below(400) }, () => chance.below(256))
const cut = (bytes: Uint8Array, chance: Prng): Uint8Array => bytes.subarray(0, chance.below(bytes.length + 1))

const DAMAGES = [spliced, spliced, flipped, flipped, cut, noise]

const damaged = (frames: readonly Uint8Array[], chance: Prng): Uint8Array => {
  let bytes = frames[chance.below(frames.length)] ?? new Uint8Array(0)
  for (let count = 1 + chance.below(3); count > 0; count--) bytes = (DAMAGES[chance.below(DAMAGES.length)] ?? cut)(bytes, chance)
  return bytes
}

const areSteps = (levels: ArrayLike<number>): boolean => Array.from(levels).every((count) => Number.isSafeInteger(count) && count >= 0)

const isSound = (event: MarketEvent | Garbled): boolean => {
  if (event.type === 'garbled') return event.reason.length > 0
  if (event.type === 'diff') return event.firstId <= event.lastId && Number.isSafeInteger(event.eventUs) && areSteps(event.bids) && areSteps(event.asks)
  if (event.type === 'trade') return areSteps([event.priceTicks, event.qtyLots, event.tradeId])
  return true
}

/** Gives a decoder damaged frames; nothing may be thrown, take long, or come out as what it cannot be. */
const fuzz = ({ name, read, frames }: Decoder, inputs: number, seed: number): FuzzReport => {
  const chance = prng(seed, name)
  const good = frames.map(utf8Bytes)
  const report = { decoder: name, inputs, garbled: 0, unsound: 0, slowestMs: 0 }
  for (let index = 0; index < inputs; index++) {
    const bytes = damaged(good, chance)
    const start = process.cpuUsage()
    const event = read(bytes, instruments)
    const { user, system } = process.cpuUsage(start)
    report.slowestMs = Math.max(report.slowestMs, (user + system) / 1_000)
    if (event.type === 'garbled') report.garbled += 1
    if (!isSound(event)) report.unsound += 1
  }
  return report
}

export const fuzzAll = (inputs: number, seed: number): FuzzReport[] => decoders.map((decoder) => fuzz(decoder, inputs, seed))

export const proof = {
  name: 'fuzz',
  summary: `damaged frames for every decoder of market data: none crashes, makes nonsense or takes ${STALL_MS} ms`,
  run: async (args: string[]): Promise<number> => {
    const options = { inputs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } as const
    const { values } = parseArgs({ args, options })
    const reports = fuzzAll(Number(values.inputs), Number(values.seed))
    for (const report of reports) process.stdout.write(`${JSON.stringify({ ...report, seed: Number(values.seed) })}\n`)
    return reports.every(({ unsound, slowestMs }) => unsound === 0 && slowestMs < STALL_MS) ? 0 : 8
  },
}
