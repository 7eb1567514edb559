import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Instrument } from '../../src/lib/model/instrument.ts'
import { dataFile } from '../../test/kit/data.ts'

/** Frames of one recording as they came over the socket, and its snapshot. */
export interface MarketTape {
  readonly frames: readonly Buffer[]
  readonly diffs: readonly Buffer[]
  readonly snapshot: { readonly lastUpdateId: number; readonly bids: readonly [string, string][]; readonly asks: readonly [string, string][] }
}

/** Steps of the recorded market. */
export const tapeInstrument: Instrument = {
  symbol: 'BTCUSDT',
  venue: 'binance',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  status: 'trading',
  priceDecimals: 2,
  tickUnits: 1,
  qtyDecimals: 5,
  lotUnits: 1,
  minPriceTicks: 1,
  maxPriceTicks: 100_000_000,
  minQtyLots: 1,
  maxQtyLots: 900_000_000,
  minNotional: '5',
  maxNotional: '9000000',
}

export const readTape = (name: string): MarketTape => {
  const texts = gunzipSync(readFileSync(dataFile(name)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(line.indexOf(' ') + 1))
  const frames = texts.filter((text) => text.startsWith('{"stream"')).map((text) => Buffer.from(text))
  const snapshot = JSON.parse(texts.find((text) => text.startsWith('{"lastUpdateId"')) ?? 'null') as MarketTape['snapshot']
  const isNewer = (frame: Buffer): boolean => Number(/"u":(\d+)/.exec(frame.toString())?.[1]) > snapshot.lastUpdateId
  return { frames, snapshot, diffs: frames.filter((frame) => frame.includes('"depthUpdate"')).filter(isNewer) }
}
