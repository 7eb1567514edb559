import type { Histogram } from '../base/histogram.ts'

/** One metric of a daemon, read from its core's state when somebody scrapes. */
export type MetricSpec<State> =
  | {
      readonly kind: 'counter' | 'gauge'
      readonly name: string
      readonly help: string
      read(state: State): number | ReadonlyMap<string, number>
      readonly label?: string
    }
  | { readonly kind: 'histogram'; readonly name: string; readonly help: string; read(state: State): Histogram }

const BOUNDS_US = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000]

const escapeHelp = (text: string): string => text.replace(/[\\\n]/g, (char) => (char === '\n' ? '\\n' : '\\\\'))

const escapeLabel = (text: string): string => text.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))

const histogramLines = (name: string, histogram: Histogram): string[] => [
  ...BOUNDS_US.map((bound) => `${name}_bucket{le="${bound}"} ${histogram.countBelow(bound)}`),
  `${name}_bucket{le="+Inf"} ${histogram.count}`,
  `${name}_sum ${histogram.sum}`,
  `${name}_count ${histogram.count}`,
]

const sampleLines = (name: string, label: string | undefined, value: number | ReadonlyMap<string, number>): string[] =>
  typeof value === 'number' ? [`${name} ${value}`] : [...value].map(([key, count]) => `${name}{${label ?? 'key'}="${escapeLabel(key)}"} ${count}`)

/** Prometheus text format 0.0.4. */
export const metricsText = <State>(specs: readonly MetricSpec<State>[], state: State): string => {
  const lines: string[] = []
  for (const spec of specs) {
    lines.push(`# HELP ${spec.name} ${escapeHelp(spec.help)}`, `# TYPE ${spec.name} ${spec.kind}`)
    lines.push(...(spec.kind === 'histogram' ? histogramLines(spec.name, spec.read(state)) : sampleLines(spec.name, spec.label, spec.read(state))))
  }
  return `${lines.join('\n')}\n`
}

/** The same values as a JSON document; histograms as count, sum and quantiles in microseconds. */
export const metricsDocument = <State>(specs: readonly MetricSpec<State>[], state: State): Record<string, unknown> => {
  const document: Record<string, unknown> = {}
  for (const spec of specs) {
    if (spec.kind === 'histogram') document[spec.name] = spec.read(state).summary()
    else {
      const value = spec.read(state)
      document[spec.name] = typeof value === 'number' ? value : Object.fromEntries(value)
    }
  }
  return document
}
