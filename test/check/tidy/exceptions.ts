import type { Rule } from './tree.ts'

type Exception = { readonly path: string; readonly rule: string; readonly count: number; readonly reason: string }

const LEVEL_LOOP = 'src/lib/venues/binance/level-loop.ts'
const oneLoop = 'price and size of a level are read in one loop: the engine joins no parts so large, and a diff in parts takes a quarter longer'

/** Every place of src that switches a rule off; the list may shrink and grows with a reason only. */
const exceptions: readonly Exception[] = [
  { path: LEVEL_LOOP, rule: 'noExcessiveLinesPerFunction', count: 1, reason: oneLoop },
  { path: LEVEL_LOOP, rule: 'noExcessiveCognitiveComplexity', count: 1, reason: oneLoop },
]

const marker = /\/[/*]\s*(?:biome-ignore(?:-all|-start)?\s+(?<rule>[\w/]+)|@ts-(?<ts>expect-error|nocheck|ignore))/g

const markersOf = (text: string): readonly string[] => [...text.matchAll(marker)].map(({ groups }) => groups?.rule?.split('/').at(-1) ?? `ts-${groups?.ts}`)

const allowed = (path: string, rule: string): number => exceptions.find((entry) => entry.path === path && entry.rule === rule)?.count ?? 0

const countBy = (names: readonly string[]): ReadonlyMap<string, number> =>
  names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>())

export const exceptionRules: Rule = ({ scripts, has }) => {
  const used = scripts.map(({ path, text }) => ({ path, counts: countBy(markersOf(text)) }))
  const extra = used.flatMap(({ path, counts }) => [...counts].filter(([rule, count]) => count > allowed(path, rule)).map(([rule]) => ({ path, rule })))
  const stale = exceptions.filter(({ path, rule, count }) => has(path) && (used.find((file) => file.path === path)?.counts.get(rule) ?? 0) < count)
  return [
    ...extra.map(({ path, rule }) => ({ rule: 'unlisted-exception', file: path, message: `switches '${rule}' off without an entry in exceptions.ts` })),
    ...stale.map(({ path, rule }) => ({ rule: 'stale-exception', file: path, message: `no longer switches '${rule}' off: lower its entry` })),
  ]
}
