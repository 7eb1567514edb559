import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import type { FileRun } from './results.ts'
import { TapReader } from './tap-points.ts'

/** A finished file with everything that it printed. */
export type Finished = FileRun & { readonly output: string; readonly tookMs: number }

const root = resolve(import.meta.dirname, '../..')
const env = { ...process.env, PATH: `${resolve(root, 'node_modules/.bin')}:${process.env.PATH}` }
const defaultTimeoutMs = 240_000

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((done) => {
    child.on('error', (error) => done(error.message))
    child.on('close', (code, signal) => done(code === 0 ? '' : `ended with ${signal ?? code}`))
  })

const running = new Set<ChildProcess>()

/** The file leads its own process group, so that a hanging one takes its children along. */
const killGroup = ({ pid }: ChildProcess): void => {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL')
}

/** A run that is stopped leaves nothing behind. */
export const stopOnSignal = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const child of running) killGroup(child)
      process.exit(1)
    })
  }
}

const readTap = (tap: string): TapReader => {
  const reader = new TapReader()
  for (const line of tap.split('\n')) reader.line(line)
  return reader
}

/** Runs one file. Not through tap's runner: that loads its hooks into every process that a test starts. */
export const runFile = async (file: string, timeoutMs: number = defaultTimeoutMs): Promise<Finished> => {
  const startMs = performance.now()
  const child = spawn(process.execPath, ['--enable-source-maps', file], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  running.add(child)
  const kill = () => killGroup(child)
  const timeout = AbortSignal.timeout(timeoutMs)
  timeout.addEventListener('abort', kill)
  const [tap, complaints, reason] = await Promise.all([text(child.stdout), text(child.stderr), endOf(child)])
  timeout.removeEventListener('abort', kill)
  running.delete(child)
  const { points, skipped } = readTap(tap)
  return { file, points, skipped, isOk: reason === '', reason, output: `${tap}${complaints}`, tookMs: Math.round(performance.now() - startMs) }
}

/** Runs files, a few at a time, and hands over each as it ends. */
export const runFiles = async (files: readonly string[], laneCount: number, onFile: (finished: Finished) => void): Promise<void> => {
  const queue = [...files]
  const lane = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) onFile(await runFile(file))
  }
  await Promise.all(Array.from({ length: laneCount }, lane))
}
