import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { formatScaled } from '../../../src/lib/base/decimal.ts'
import { toMoney } from '../../../src/lib/base/money.ts'
import { parseBarSpec } from '../../../src/lib/model/bar-spec.ts'
import { type Bar, BarBuilder, type BarTrade } from '../../../src/lib/model/bars.ts'
import { dataFile, needsData } from '../../kit/data.ts'

const builder = (text: string): BarBuilder => {
  const spec = parseBarSpec(text)
  if (!spec.ok) throw new Error(spec.error)
  return new BarBuilder(spec.value)
}
const trade = (eventUs: number, price: string, qty: string): BarTrade => ({ eventUs, price: toMoney(price), qty: toMoney(qty), side: 'buy' })

t.test('marks the bars before and after a hole in the trades, and no later one', async (t) => {
  for (const [spec, wanted] of [
    ['1s', [undefined, true, true, undefined]],
    ['2t', [undefined, true, undefined]],
  ] as const) {
    const bars = builder(spec)
    const ended = [...bars.trade(trade(1_000_000, '10', '1')), ...bars.trade(trade(1_500_000, '10', '1')), ...bars.trade(trade(2_500_000, '10', '1'))]
    bars.miss()
    for (const us of [4_000_000, 5_000_000, 5_500_000]) ended.push(...bars.trade(trade(us, '10', '1')))
    ended.push(...bars.end())
    t.strictSame(
      ended.map(({ lacksTrades }) => lacksTrades),
      wanted,
      spec,
    )
  }
})

t.test('ends a time bar on the grid, by the next trade or by time, and makes none for silence', async (t) => {
  const bars = builder('1s')
  t.strictSame(bars.trade(trade(1_500_000, '10', '1')), [])
  t.strictSame(bars.trade({ ...trade(1_999_999, '9.5', '2'), side: 'sell' }), [])
  const wanted = { open: '10', high: '10', low: '9.5', close: '9.5', volume: '3', value: '29', buyVolume: '1', trades: 2 }
  t.strictSame(bars.trade(trade(4_000_000, '11', '1')), [{ openUs: 1_000_000, closeUs: 2_000_000, ...wanted }])
  t.strictSame(bars.advance(4_999_999), [])
  t.match(bars.advance(5_000_000), [{ openUs: 4_000_000, closeUs: 5_000_000, trades: 1 }])
  t.strictSame(bars.end(), [])
})

t.test('ends the other bars with the trade that reaches the size', async (t) => {
  const feed = [trade(1, '10', '0.4'), trade(2, '10', '0.6'), trade(3, '10', '5'), trade(4, '10', '0.1')]
  const volumes = (text: string): string[] => {
    const bars = builder(text)
    return [...feed.flatMap((one) => bars.trade(one)), ...bars.end()].map(({ volume }) => volume)
  }
  t.strictSame(volumes('2t'), ['1', '5.1'])
  t.strictSame(volumes('1v'), ['1', '5', '0.1'])
  t.strictSame(volumes('50q'), ['6', '0.1'])
})

interface Print {
  readonly t: number
  readonly T: number
  readonly p: string
  readonly q: string
  readonly m: boolean
}

const printsOf = (name: string): Print[] =>
  gunzipSync(readFileSync(dataFile(name)))
    .toString()
    .split('\n')
    .filter((line) => line.includes('@trade"'))
    .map((line) => JSON.parse(line.slice(line.indexOf(' ') + 1)).data)

const scaled = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(8, '0'))
}

/** The same sums in another way: whole units of 10^-8, and products of them. */
const sumsOf = (prints: readonly Print[]) => {
  const volume = prints.reduce((sum, { q }) => sum + scaled(q), 0n)
  const value = prints.reduce((sum, { p, q }) => sum + scaled(p) * scaled(q), 0n)
  return { trades: prints.length, volume: formatScaled(volume, 8), value: formatScaled(value, 16) }
}

const totals = (bars: readonly Bar[]) => ({
  trades: bars.reduce((sum, { trades }) => sum + trades, 0),
  volume: formatScaled(
    bars.reduce((sum, { volume }) => sum + toMoney(volume), 0n),
    18,
  ),
  value: formatScaled(
    bars.reduce((sum, { value }) => sum + toMoney(value), 0n),
    18,
  ),
})

const FILES = ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz', 'usdm_btcusdt_20240808.gz']

t.test('counts every recorded trade once: sums of bars equal an independent sum, bar by bar', needsData(...FILES), async (t) => {
  const [first = '', second = '', usdm = ''] = FILES
  const markets = [[...printsOf(first), ...printsOf(second)], printsOf(usdm)]
  t.strictSame(
    markets.map(({ length }) => length),
    [19_904, 21_313],
  )
  for (const prints of markets) {
    for (const text of ['1m', '100t', '10v', '1000000q']) {
      const bars = builder(text)
      const built = prints.flatMap(({ T, p, q, m }) => bars.trade({ ...trade(T * 1_000, p, q), side: m ? 'sell' : 'buy' }))
      const all = [...built, ...bars.end()]
      t.strictSame(totals(all), sumsOf(prints), text)
      let from = 0
      for (const bar of all) {
        const own = prints.slice(from, from + bar.trades)
        from += bar.trades
        const prices = own.map(({ p }) => scaled(p)).sort((a, b) => Number(a - b))
        const shown = [prices[0], prices.at(-1), scaled(own[0]?.p ?? ''), scaled(own.at(-1)?.p ?? '')].map((price) => formatScaled(price ?? 0n, 8))
        t.strictSame([bar.low, bar.high, bar.open, bar.close, bar.volume, bar.value], [...shown, sumsOf(own).volume, sumsOf(own).value])
      }
    }
  }
})
