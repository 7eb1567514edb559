import { closeSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import process from 'node:process'

/** What a daemon does on signals. A signal without a function is ignored, so that none of them has its default effect. */
export interface SignalHandlers {
  /** First SIGTERM or SIGINT: orderly stop. The second one exits at once. */
  readonly stop: (signal: string) => void
  /** SIGUSR2. */
  readonly halt?: () => void
  /** SIGUSR1; its default would open the inspector. */
  readonly dump?: () => void
  /** SIGHUP. */
  readonly reload?: () => void
}

const EXIT_INTERRUPTED = 130

export const onSignals = ({ stop, halt, dump, reload }: SignalHandlers): void => {
  let stopping = false
  const end = (signal: string): void => {
    if (stopping) process.exit(EXIT_INTERRUPTED)
    stopping = true
    stop(signal)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end)
  process.on('SIGUSR2', () => halt?.())
  process.on('SIGUSR1', () => dump?.())
  process.on('SIGHUP', () => reload?.())
}

/** Tells the parent, with one line feed on `fd`, that the daemon has bound its sockets. A parent that has gone does not matter. */
export const announceStarted = (fd: number): void => {
  try {
    writeSync(fd, '\n')
    closeSync(fd)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}

/** Calls back once when the other end of `fd`, held by the parent for its whole life, is closed. It does not keep this process alive. */
export const watchLifeline = (fd: number, onClosed: () => void): void => {
  const socket = new Socket({ fd, readable: true, writable: false })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => onClosed())
  socket.resume()
  socket.unref()
}

/** Calls back when nobody reads our standard output any more. Any other failure of it is thrown. */
export const onOutputClosed = (fn: () => void): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    fn()
  })
}
