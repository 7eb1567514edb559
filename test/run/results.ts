import type { Point } from './tap-points.ts'

export type State = 'passed' | 'failed' | 'skipped'
/** One titled test of a file and how it went. */
export type Result = { readonly file: string; readonly title: string; readonly state: State; readonly assertCount: number; readonly reason: string }
export type Totals = Readonly<Record<State, number>>

const isAssertion = ({ isTest, skipped }: Point): boolean => !isTest && skipped === undefined

/** A test that only holds other tests is no test of its own. */
const ownResult = (file: string, point: Point): readonly Result[] => {
  const assertions = point.children.filter(isAssertion)
  const isGroup = point.children.some(({ isTest }) => isTest)
  if (isGroup && assertions.length === 0) return []
  const isOk = isGroup ? assertions.every((assertion) => assertion.isOk) : point.isOk
  return [{ file, title: point.title, state: isOk ? 'passed' : 'failed', assertCount: assertions.length, reason: '' }]
}

const resultsBelow = (file: string, point: Point): readonly Result[] => {
  if (point.skipped !== undefined) return [{ file, title: point.title, state: 'skipped', assertCount: 0, reason: point.skipped }]
  if (!point.isTest) return []
  return [...ownResult(file, point), ...point.children.flatMap((child) => resultsBelow(file, child))]
}

/** What a process of one file left behind. */
export type FileRun = {
  readonly file: string
  readonly points: readonly Point[]
  readonly skipped: string | undefined
  readonly isOk: boolean
  readonly reason: string
}

/** The tests of one file; assertions outside any test, and a file that fails by itself, bear the file's name. */
export const resultsOf = ({ file, points, skipped, isOk, reason }: FileRun): readonly Result[] => {
  const whole = { file, title: file, assertCount: 0, reason }
  if (skipped !== undefined && isOk) return [{ ...whole, state: 'skipped', reason: skipped }]
  const inner = points.flatMap((point) => resultsBelow(file, point))
  const outer = points.filter(isAssertion)
  const isSilentFailure = !isOk && !inner.some(({ state }) => state === 'failed')
  if (outer.length === 0 && !isSilentFailure && inner.length > 0) return inner
  const hasPassed = outer.every((assertion) => assertion.isOk) && !isSilentFailure && outer.length + inner.length > 0
  return [...inner, { ...whole, state: hasPassed ? 'passed' : 'failed', assertCount: outer.length }]
}

const count = (results: readonly Result[], wanted: State): number => results.filter(({ state }) => state === wanted).length

export const totalsOf = (results: readonly Result[]): Totals => ({
  passed: count(results, 'passed'),
  failed: count(results, 'failed'),
  skipped: count(results, 'skipped'),
})

/** The last line of a run. */
export const totalsLine = ({ passed, failed, skipped }: Totals): string => `${passed} passed, ${failed} failed, ${skipped} skipped`
