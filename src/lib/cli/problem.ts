import { stripVTControlCharacters } from 'node:util'
import { isTradeError, messageOf } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import { toLine } from '../codec/json.ts'
import { EXIT } from './exit.ts'

/** What a failed command tells its user: one line of what, one of why or how to mend it, and the exit code. */
export interface Problem {
  readonly exit: number
  readonly code: string
  readonly message: string
  readonly hint: string | undefined
}

interface OclifError {
  readonly oclif?: { readonly exit?: number }
  readonly flags?: readonly string[]
}

/** Lines of a parser's message that say nothing by themselves. */
const FILLER = /^(?:See more help with --help|The following errors? occurred:)$/
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const sentenceOf = (text: string): string => {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
  return lowerFirst(lines.filter((line) => line !== '' && !FILLER.test(line)).join(' '))
}

const usage = (error: Error & OclifError, flags: readonly string[]): Problem => {
  const wrong = error.flags?.[0]
  const near = wrong === undefined ? [] : nearest(wrong.replace(/^-+/, ''), flags)
  const hint = near.length > 0 ? `did you mean ${near.map((name) => `--${name}`).join(' or ')}?` : 'see --help'
  return { exit: EXIT.usage, code: 'USAGE', message: sentenceOf(error.message), hint }
}

/** The sentence without what oclif wraps around an error of a flag's reader. */
const bare = (message: string): string => message.replace(/^Parsing --\S+ \n\t([\s\S]*)\nSee more help with --help$/, '$1')

/** Sorts anything that was thrown. `flags` are the names that the command knows. */
export const problemOf = (error: unknown, flags: readonly string[]): Problem => {
  if (isTradeError(error)) return { exit: error.exit, code: error.code, message: bare(error.message), hint: error.hint }
  if (error instanceof Error && (error as OclifError).oclif?.exit === EXIT.usage) return usage(error, flags)
  return { exit: EXIT.bug, code: 'BUG', message: messageOf(error), hint: 'this is a bug: run again with -vv and report what it prints' }
}

/** The lines for stderr. */
export const problemText = (problem: Problem): string =>
  `error: ${problem.message} (${problem.code})\n${problem.hint === undefined ? '' : `try: ${problem.hint}\n`}`

/** The same as one JSON line, for callers that asked for JSON. */
export const problemJson = ({ code, exit, message, hint }: Problem): string => toLine({ error: { code, exit, message, hint } })
