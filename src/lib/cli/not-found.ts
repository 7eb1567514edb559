import process from 'node:process'
import type { Hook } from '@oclif/core'
import { nearest } from '../base/nearest.ts'
import { EXIT } from './exit.ts'
import { problemText } from './problem.ts'

/** Answers an unknown command: names the nearest ones, asks nothing, exit code 2. */
export const notFound: Hook<'command_not_found'> = async ({ id, config }) => {
  const word = id.replaceAll(':', ' ')
  const near = nearest(
    word.split(' ')[0] ?? word,
    config.commandIDs.map((name) => name.replaceAll(':', ' ')),
  )
  const hint = near.length > 0 ? `did you mean ${near.map((name) => `trade ${name}`).join(' or ')}?` : 'trade --help'
  process.stderr.write(problemText({ exit: EXIT.usage, code: 'USAGE', message: `unknown command '${word}'`, hint }))
  process.exitCode = EXIT.usage
}
