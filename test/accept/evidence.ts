import type { Result } from '../run/results.ts'
import type { Requirement } from './requirements.ts'

/** A test may be skipped for want of a tool or a recording, but not where the whole suite is asked for. */
export type Strictness = { readonly isWholeSuite: boolean }

const isExcused = ({ reason }: Result, { isWholeSuite }: Strictness): boolean => !isWholeSuite && reason.startsWith('needs ')

const problemOf = (result: Result, strictness: Strictness): string | undefined => {
  if (result.state === 'skipped') return isExcused(result, strictness) ? undefined : 'is skipped'
  if (result.state === 'failed') return 'failed'
  return result.assertCount === 0 ? 'asserts nothing' : undefined
}

const titleProblems = (title: string, results: readonly Result[], strictness: Strictness): readonly string[] => {
  const named = results.filter((result) => result.title === title)
  if (named.length === 0) return ['is missing from the suite']
  return named.flatMap((result) => problemOf(result, strictness) ?? [])
}

/** What is wrong with the tests that the requirements name, by the results of a run of the whole suite. */
export const evidenceProblems = (requirements: readonly Requirement[], results: readonly Result[], strictness: Strictness): readonly string[] =>
  requirements.flatMap(({ id, tests }) =>
    tests.flatMap((title) => titleProblems(title, results, strictness).map((problem) => `'${id}' names the test '${title}', which ${problem}`)),
  )
