import t from 'tap'
import { type Histogram, histogram } from '../../../src/lib/base/histogram.ts'
import { type MetricSpec, metricsDocument, metricsText } from '../../../src/lib/daemon/metrics.ts'

interface State {
  readonly orders: number
  readonly byVenue: ReadonlyMap<string, number>
  readonly latency: Histogram
}

const specs: ReadonlyArray<MetricSpec<State>> = [
  { kind: 'counter', name: 'orders_total', help: 'orders sent', read: ({ orders }) => orders },
  { kind: 'gauge', name: 'open', help: 'open orders', label: 'venue', read: ({ byVenue }) => byVenue },
  { kind: 'histogram', name: 'latency_us', help: 'tick to order', read: ({ latency }) => latency },
]

const stateOf = (byVenue: Record<string, number> = {}, values: readonly number[] = []): State => {
  const latency = histogram()
  for (const value of values) latency.record(value)
  return { orders: 3, byVenue: new Map(Object.entries(byVenue)), latency }
}

t.test('writes help, type and value of each metric', async (t) => {
  const text = metricsText(specs.slice(0, 2), stateOf({ sim: 2, binance: 0 }))
  t.equal(
    text,
    '# HELP orders_total orders sent\n# TYPE orders_total counter\norders_total 3\n# HELP open open orders\n# TYPE open gauge\nopen{venue="sim"} 2\nopen{venue="binance"} 0\n',
  )
})

t.test('escapes backslashes, quotes and line ends in a label', async (t) => {
  const text = metricsText(specs, stateOf({ 'a"b\\c\nd': 1 }))
  t.match(text, 'open{venue="a\\"b\\\\c\\nd"} 1\n')
  t.notMatch(text, 'c\nd')
})

t.test('escapes backslashes and line ends in a help text', async (t) => {
  const text = metricsText([{ kind: 'gauge', name: 'g', help: 'one\\two\nthree', read: () => 1 }], {})
  t.equal(text, '# HELP g one\\\\two\\nthree\n# TYPE g gauge\ng 1\n')
})

t.test('writes a histogram in rising buckets that end with its count', async (t) => {
  const lines = metricsText(specs, stateOf({}, [5, 150, 150, 900_000, 5_000_000])).split('\n')
  const buckets = lines.filter((line) => line.startsWith('latency_us_bucket')).map((line) => Number(line.split(' ')[1]))
  t.same(
    buckets,
    [...buckets].sort((a, b) => a - b),
  )
  t.equal(buckets.at(-1), 5)
  t.ok(lines.includes('latency_us_bucket{le="10"} 1'))
  t.ok(lines.includes('latency_us_bucket{le="200"} 3'))
  t.ok(lines.includes('latency_us_bucket{le="+Inf"} 5'))
  t.ok(lines.includes('latency_us_sum 5900305'))
  t.ok(lines.includes('latency_us_count 5'))
})

t.test('gives the same values as a document', async (t) => {
  const document = metricsDocument(specs, stateOf({ sim: 2 }, [5, 7]))
  t.match(document, { orders_total: 3, open: { sim: 2 }, latency_us: { count: 2, sum: 12, p50: 5, p99: 7 } })
})
