import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { recordsIn, shell } from '../kit/cli.ts'
import { dataFile, needsData } from '../kit/data.ts'

const MARKETS = [
  { name: 'spot', files: ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz'], tradesCount: 19_904 },
  { name: 'futures', files: ['usdm_btcusdt_20240808.gz'], tradesCount: 21_313 },
] as const
const DECIMALS = 8
const MINUTE_MS = 60_000
const TICK_BAR = 100
const FIELDS = ['open', 'high', 'low', 'close', 'volume', 'value', 'buyVolume', 'trades'] as const

/** A trade as the venue sent it, in whole units of 10^-8. */
interface Print {
  readonly id: number
  readonly atMs: number
  readonly price: bigint
  readonly qty: bigint
  readonly side: string
}

type KeyOf = (print: Print, index: number) => number

const scaled = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'))
}

const plain = (units: bigint, decimals: number): string => {
  const digits = units.toString().padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '')
}

const printsOf = (files: readonly string[]): Print[] =>
  files
    .flatMap((name) =>
      gunzipSync(readFileSync(dataFile(name)))
        .toString()
        .split('\n'),
    )
    .filter((line) => line.includes('@trade"'))
    .map((line) => {
      const { t: id, T: atMs, p, q, m } = JSON.parse(line.slice(line.indexOf(' ') + 1)).data
      return { id, atMs, price: scaled(p), qty: scaled(q), side: m === true ? 'sell' : 'buy' }
    })

/** Prints in the order of their keys, those of one key together. */
const grouped = (prints: readonly Print[], keyOf: KeyOf): Print[][] =>
  [...Map.groupBy(prints.entries(), ([index, print]) => keyOf(print, index)).values()].map((group) => group.map(([, print]) => print))

const sum = (prints: readonly Print[], of: (print: Print) => bigint): bigint => prints.reduce((total, print) => total + of(print), 0n)

/** What the bar of some prints must say, by sums of our own. */
const barOf = (prints: readonly Print[]) => {
  const prices = prints.map(({ price }) => price)
  const [high, low] = [prices.reduce((a, b) => (a > b ? a : b)), prices.reduce((a, b) => (a < b ? a : b))]
  return {
    open: plain(prices[0] ?? 0n, DECIMALS),
    high: plain(high, DECIMALS),
    low: plain(low, DECIMALS),
    close: plain(prices.at(-1) ?? 0n, DECIMALS),
    volume: plain(
      sum(prints, ({ qty }) => qty),
      DECIMALS,
    ),
    value: plain(
      sum(prints, ({ price, qty }) => price * qty),
      2 * DECIMALS,
    ),
    buyVolume: plain(
      sum(prints, ({ qty, side }) => (side === 'buy' ? qty : 0n)),
      DECIMALS,
    ),
    trades: prints.length,
  }
}

const SPECS: readonly [readonly [spec: string, keyOf: KeyOf], readonly [spec: string, keyOf: KeyOf]] = [
  ['1m', ({ atMs }) => Math.floor(atMs / MINUTE_MS)],
  [`${TICK_BAR}t`, (_, index) => Math.floor(index / TICK_BAR)],
]

const folder = mkdtempSync(join(tmpdir(), 'trade-recorded-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

for (const { name, files, tradesCount } of MARKETS) {
  const trades = join(folder, name)

  t.test(`all ${tradesCount} recorded ${name} trades come out once, in order, exact`, needsData(...files), async (t) => {
    const prints = printsOf(files)
    t.equal(prints.length, tradesCount)
    const { code } = await shell(`cat ${files.map(dataFile).join(' ')} | trade replay - | grep '"type":"trade"' > ${trades}`)
    t.equal(code, 0)
    const records = recordsIn(readFileSync(trades, 'utf8'))
    t.strictSame(
      records.map(({ seq, tradeId, price, qty, side, eventUs }) => [seq, tradeId, scaled(String(price)), scaled(String(qty)), side, eventUs]),
      prints.map(({ id, price, qty, side, atMs }, index) => [index + 1, id, price, qty, side, atMs * 1_000]),
    )
  })

  t.test(`bars of all recorded ${name} trades equal an independent sum`, needsData(...files), async (t) => {
    const prints = printsOf(files)
    const all = await Promise.all(SPECS.map(([spec]) => shell(`trade md bars --spec ${spec} - < ${trades}`)))
    for (const [index, { code, stdout }] of all.entries()) {
      const [spec, keyOf] = SPECS[index] ?? SPECS[0]
      t.equal(code, 0)
      const bars = recordsIn(stdout).map((record) => Object.fromEntries(FIELDS.map((field) => [field, record[field]])))
      t.strictSame(bars, grouped(prints, keyOf).map(barOf), spec)
    }
  })
}
