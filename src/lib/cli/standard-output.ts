import process from 'node:process'
import { emptied } from '../io/emptied.ts'
import { fileReason } from '../io/file-reason.ts'
import { EXIT } from './exit.ts'
import { problemText } from './problem.ts'

let isLost = false

/** Says once that standard output takes nothing; a reader that has gone is no error. The exit code is then that of `outputEnded`. */
export const reportOutput = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE' || isLost) return
  isLost = true
  const message = `cannot write to standard output: ${fileReason(error)}`
  process.stderr.write(problemText({ exit: EXIT.temporary, code: 'OUTPUT', message, hint: undefined }))
}

/** Every failure of standard output is said in one line; what prints ends in order by itself. */
export const watchOutput = (): void => {
  // that of oclif throws
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', reportOutput)
  process.stderr.on('error', () => undefined)
}

/** Resolves when everything has left, to the exit code of a failure, which is that of the program then. */
export const outputEnded = async (): Promise<number | undefined> => {
  await emptied(process.stdout)
  const { errored } = process.stdout
  if (errored !== null) reportOutput(errored)
  return isLost ? EXIT.temporary : undefined
}
