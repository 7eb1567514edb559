import { trackedFiles } from './files.ts'

/** One complaint: the rule that was broken, the file that breaks it, and a sentence. */
export type Finding = { readonly rule: string; readonly file: string; readonly message: string }
export type Report = { readonly seenCount: number; readonly findings: readonly Finding[] }
export type Verdict = Report & { readonly name: string }

/** A checker is a function over a root folder, so that a test can run it over a planted tree. */
export type Check = {
  readonly name: string
  /** Whether this checker has to look at a file that git knows. */
  readonly wants: (path: string) => boolean
  readonly run: (root: string) => Report
}

/** Runs one check; a checker that looked at fewer files than git knows fails whatever it found. */
export const judge = (check: Check, root: string): Verdict => {
  const wantedCount = trackedFiles(root).filter(check.wants).length
  const { seenCount, findings } = check.run(root)
  const enough = seenCount >= wantedCount && seenCount > 0
  const tooFew = { rule: 'looked-at-too-few-files', file: '.', message: `'${check.name}' looked at ${seenCount} files, git knows ${wantedCount}` }
  return { name: check.name, seenCount, findings: enough ? findings : [tooFew, ...findings] }
}
