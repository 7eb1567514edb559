import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import type { Instrument } from '../../../../src/lib/model/instrument.ts'
import { FrameScanner } from '../../../../src/lib/venues/binance/frame-scan.ts'
import { readAnyFrame } from '../../../../src/lib/venues/binance/market-frames.ts'
import { dataFile, needsData } from '../../../kit/data.ts'
import { btcusdt, marketTexts, utf8Bytes } from '../../../kit/market-texts.ts'

const RECORDINGS = ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz', 'usdm_btcusdt_20240808.gz'] as const
const fine: Instrument = { ...btcusdt, priceDecimals: 2, tickUnits: 5, qtyDecimals: 3, lotUnits: 10 }
const table = new Map([['BTCUSDT', btcusdt]])
const scanner = new FrameScanner()

/** An event with its levels in memory of its own. */
const settled = (event: ReturnType<typeof readAnyFrame>) =>
  event.type === 'diff' ? { ...event, bids: Array.from(event.bids), asks: Array.from(event.asks) } : event

const scanned = (bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>) => {
  const event = scanner.scan(bytes, instruments)
  return event === null ? null : settled(event)
}

const texts = [
  marketTexts.diff({
    ids: [5, 6],
    bids: [
      [100, 1],
      [99, 0],
    ],
    asks: [[101, 7]],
  }),
  marketTexts.diff({ ids: [5, 6] }),
  marketTexts.trade(1, 100, 5),
  marketTexts.ticker(6, [100, 1], [101, 7]),
  '{"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":51231,"u":51235,"pu":51230,"b":[["58710.20","0.014"]],"a":[["61800.3","12"]],"ps":"BTCUSDT","st":1}}',
  '{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}}',
  '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1723161256322,"s":"BTCUSDT","a":9,"p":"61800.30","q":"0.006","f":3,"l":4,"T":1723161256322,"m":false,"M":true}}',
  '{"e":"bookTicker","u":5123107839020,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1723161256313,"E":1723161256313}',
  '{"u":512310,"s":"BTCUSDT","b":"61800.20","B":"1234567890.507","a":"61800.30","A":"2.5100001"}',
]

const piece = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    '',
    '0',
    '00',
    '-',
    '.',
    '1.',
    '"',
    '\\',
    '[]',
    '{}',
    'null',
    'true',
    '"e":"x",',
    ',"u":1',
    ',"s":"BTCUSDT"',
    '9'.repeat(12),
    '1e3',
    'é',
    ' ',
  ),
)
const mutated = fc
  .tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(260), fc.nat(3), piece), { minLength: 0, maxLength: 3 }))
  .map(([text, changes]) => changes.reduce((all, [at, length, put]) => all.slice(0, at) + put + all.slice(at + length), text))

t.test('reads every usual frame itself', async (t) => {
  for (const text of texts) {
    const bytes = utf8Bytes(text)
    t.strictSame(scanned(bytes, table), settled(readAnyFrame(bytes, table)), text)
  }
})

t.test('says of any frame what the general reader says, or nothing', async (t) => {
  let readCount = 0
  for (const instrument of [btcusdt, fine]) {
    const instruments = new Map([['BTCUSDT', instrument]])
    fc.assert(
      fc.property(mutated, (text) => {
        const bytes = utf8Bytes(text)
        const event = scanned(bytes, instruments)
        if (event === null) return
        readCount += 1
        t.strictSame(event, settled(readAnyFrame(bytes, instruments)), text)
      }),
      { numRuns: 5_000 },
    )
  }
  t.ok(readCount > 500, `${readCount} were read`)
})

t.test('reads frames of many streams in any order, each by its own instrument', async (t) => {
  const coarse = { ...btcusdt, symbol: 'ETHUSDT', priceDecimals: 1 }
  const [tables, streams] = [
    [
      new Map([
        ['BTCUSDT', btcusdt],
        ['ETHUSDT', coarse],
      ]),
      new Map([
        ['BTCUSDT', { ...btcusdt, qtyDecimals: 6 }],
        ['ETHUSDT', coarse],
      ]),
    ],
    texts.slice(0, 7),
  ]
  const other = streams.map((text) => text.replaceAll('btcusdt', 'ethusdt').replaceAll('BTCUSDT', 'ETHUSDT'))
  const fresh = (text: string): string => text.replaceAll(/(?<=:)\d+/g, (digits) => String(Number(digits) + 7_777))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...streams, ...other), fc.boolean(), fc.constantFrom(...tables)), { maxLength: 20 }), (frames) => {
      for (const [text, isFresh, instruments] of frames) {
        const bytes = utf8Bytes(isFresh ? fresh(text) : text)
        const expected = settled(readAnyFrame(bytes, instruments))
        t.strictSame(scanned(bytes, instruments), expected.type === 'garbled' ? null : expected)
      }
    }),
    { numRuns: 300 },
  )
})

t.test('counts any decimal as the general reader does', async (t) => {
  const digits = fc.string({ unit: fc.constantFrom('0', '1', '9'), maxLength: 12 })
  const amount = fc.tuple(digits, fc.constantFrom('.', '', '..'), digits, fc.constantFrom('', '00000000')).map((parts) => parts.join(''))
  const decimals = fc.record({ priceDecimals: fc.nat(9), qtyDecimals: fc.nat(9), tickUnits: fc.constantFrom(1, 5), lotUnits: fc.constantFrom(1, 10) })
  fc.assert(
    fc.property(amount, amount, decimals, (price, qty, form) => {
      const instruments = new Map([['BTCUSDT', { ...btcusdt, ...form }]])
      const bytes = utf8Bytes(`{"u":1,"s":"BTCUSDT","b":"${price}","B":"${qty}","a":"1","A":"1"}`)
      const event = scanned(bytes, instruments)
      if (event !== null) t.strictSame(event, readAnyFrame(bytes, instruments), `${price} ${qty}`)
    }),
    { numRuns: 5_000 },
  )
})

t.test('reads each line of the recordings itself, exactly', needsData(...RECORDINGS), async (t) => {
  let otherCount = 0
  let lineCount = 0
  for (const name of RECORDINGS) {
    const lines = gunzipSync(readFileSync(dataFile(name)))
      .toString()
      .trimEnd()
      .split('\n')
    for (const line of lines) {
      const bytes = utf8Bytes(line.slice(line.indexOf(' ') + 1))
      const event = scanned(bytes, table)
      lineCount += 1
      if (event === null) otherCount += 1
      else if (JSON.stringify(event) !== JSON.stringify(settled(readAnyFrame(bytes, table)))) t.fail(line.slice(0, 200))
    }
  }
  t.equal(lineCount, 41_249 + 58_325 + 93_954)
  t.equal(otherCount, 2, 'only the snapshots are not its own')
})
