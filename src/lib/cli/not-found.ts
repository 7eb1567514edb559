import process from 'node:process'
import type { Hook } from '@oclif/core'
import { nearest } from '../base/nearest.ts'
import { EXIT } from './exit.ts'
import { problemText } from './problem.ts'

/** Names near the whole of what was typed, else near its first word: the rest may be arguments. */
const nearCommands = (typed: string, known: readonly string[]): string[] => {
  const whole = nearest(typed, known)
  return whole.length > 0 ? whole : nearest(typed.split(' ')[0] ?? typed, known)
}

/** Answers an unknown command: names the nearest ones, asks nothing, exit code 2. */
export const notFound: Hook<'command_not_found'> = async ({ id, config }) => {
  const word = id.replaceAll(':', ' ')
  const near = nearCommands(
    word,
    config.commandIDs.map((name) => name.replaceAll(':', ' ')),
  )
  const hint = near.length > 0 ? `did you mean ${near.map((name) => `trade ${name}`).join(' or ')}?` : 'trade --help'
  process.stderr.write(problemText({ exit: EXIT.usage, code: 'USAGE', message: `unknown command '${word}'`, hint }))
  process.exitCode = EXIT.usage
}
