import { Buffer } from 'node:buffer'
import type { ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import type { Spawn, Test } from 'tap'
import type { FileRun } from './results.ts'
import { TapReader } from './tap-points.ts'

/** A finished file with everything that it printed. */
export type Finished = FileRun & { readonly output: string; readonly tookMs: number }

export interface RunOptions {
  readonly files: readonly string[]
  readonly onFile: (finished: Finished) => void
  readonly laneCount?: number
  readonly timeoutMs?: number
}

const root = resolve(import.meta.dirname, '../..')
/** tap puts its hooks into NODE_OPTIONS, from where every program that a test starts would load them: they end here. */
const command = 'env'
const args = ['-u', 'NODE_OPTIONS', process.execPath, '--enable-source-maps']
const defaultTimeoutMs = 240_000

/** A busy machine makes every test slow: only the limit of the whole file counts. */
const envOf = (timeoutMs: number): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${resolve(root, 'node_modules/.bin')}:${process.env.PATH}`,
  TAP_TIMEOUT: `${Math.ceil(timeoutMs / 1000)}`,
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

const textOf = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString()

const finishedOf = (spawned: Spawn, texts: { readonly tap: string; readonly complaints: string; readonly tookMs: number }): Finished => {
  const { exitCode, signal } = spawned.options as { exitCode?: number | null; signal?: string | null }
  const reason = exitCode === 0 ? '' : `ended with ${signal ?? exitCode}`
  const { points, skipped } = readTap(texts.tap)
  return { file: spawned.name, points, skipped, isOk: reason === '', reason, output: `${texts.tap}${texts.complaints}`, tookMs: texts.tookMs }
}

const watch = (spawned: Spawn, timeoutMs: number, onFile: (finished: Finished) => void): void => {
  const startMs = performance.now()
  const out: Uint8Array[] = []
  const complaints: Uint8Array[] = []
  spawned.once('preprocess', (options) => {
    options.detached = true
  })
  spawned.once('process', (child) => {
    running.add(child)
    const timeout = AbortSignal.timeout(timeoutMs)
    const kill = (): void => killGroup(child)
    timeout.addEventListener('abort', kill)
    child.stdout.on('data', (bytes: Uint8Array) => out.push(bytes))
    child.stderr?.on('data', (bytes: Uint8Array) => complaints.push(bytes))
    child.once('close', () => {
      timeout.removeEventListener('abort', kill)
      running.delete(child)
      onFile(finishedOf(spawned, { tap: textOf(out), complaints: textOf(complaints), tookMs: Math.round(performance.now() - startMs) }))
    })
  })
}

/** Lets tap run the files, a few at a time, and hands over each as it ends. */
export const runFiles = async (t: Test, { files, onFile, laneCount = 1, timeoutMs = defaultTimeoutMs }: RunOptions): Promise<void> => {
  t.jobs = laneCount
  t.on('spawn', (spawned: Spawn) => watch(spawned, timeoutMs, onFile))
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  const env = envOf(timeoutMs)
  await Promise.all(files.map((file) => t.spawn(command, [...args, file], { cwd: root, env, stdio: [...stdio], buffered: true }, file)))
}
