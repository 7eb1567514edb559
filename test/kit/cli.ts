import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import t, { type Test } from 'tap'
import { removeRing } from '../../src/lib/io/ring-path.ts'
import { until } from './until.ts'

/** The program as a user starts it. */
const TRADE = resolve(import.meta.dirname, '../../bin/trade')

/** What a program that has ended said. */
export interface Said {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
}

interface Options {
  readonly withinMs?: number
  readonly env?: Readonly<Record<string, string>>
}

const WITHIN_MS = 60_000

/** On a loaded machine a chain of processes takes longer than the half minute that a file has by default. */
t.setTimeout(300_000)

const run = (
  command: string,
  args: readonly string[],
  { withinMs = WITHIN_MS, env = {} }: Options,
): { readonly child: ChildProcess; readonly said: Promise<Said> } => {
  const startedMs = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, timeout: withinMs, killSignal: 'SIGKILL' })
  const parts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8')
    child[name].on('data', (text: string) => {
      parts[name] += text
    })
  }
  const said = new Promise<Said>((done) => {
    child.on('close', (code) => done({ code, ...parts, tookMs: performance.now() - startedMs }))
  })
  return { child, said }
}

/** Runs `trade ARGS` to its end; killed, with code null, after `withinMs`. */
export const trade = (args: readonly string[], options: Options = {}): Promise<Said> => run(TRADE, args, options).said

/** Runs one line of a shell in which `trade` is our program; its code is that of the first command of a pipe that failed. */
export const shell = (line: string, options: Options = {}): Promise<Said> =>
  run('bash', ['-c', `set -o pipefail; TRADE='${TRADE}'; trade() { "$TRADE" "$@"; }; ${line}`], options).said

/** A program in the background, stopped by its pid. */
export interface Running {
  readonly pid: number
  readonly said: Promise<Said>
  /** SIGTERM; resolves to what it said. */
  stop(): Promise<Said>
}

/** Starts `trade ARGS` and leaves it running until the test ends. */
export const start = (t: Test, args: readonly string[], options: Options = {}): Running => {
  const { child, said } = run(TRADE, args, options)
  const stop = (): Promise<Said> => {
    child.kill('SIGTERM')
    return said
  }
  t.teardown(stop)
  return { pid: child.pid ?? 0, said, stop }
}

/** Pids of the processes that have `dir` on their command line. */
export const pidsOf = (dir: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLineOf(pid).split('\0').includes(dir))
    .map(Number)

const commandLineOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** A short folder of its own, since socket paths are limited; gone after the test with every process that lives in it. */
export const stackDir = (t: Test): string => {
  const dir = mkdtempSync(join(tmpdir(), 'tc-'))
  t.teardown(async () => {
    for (const pid of pidsOf(dir)) killQuietly(pid)
    await until('every process of the folder is gone', () => pidsOf(dir).length === 0)
    if (existsSync(join(dir, 'run'))) removeRing(join(dir, 'run'))
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  })
  return dir
}

const killQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it went by itself
  }
}

/** The records of NDJSON output; throws at anything else. */
export const recordsIn = (text: string): Array<Record<string, unknown>> => {
  if (text !== '' && !text.endsWith('\n')) throw new Error(`the last line is torn: ${text.slice(-80)}`)
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** The service record of a daemon that has come up in `dir`. */
export const serviceUp = (dir: string, service: string): Promise<{ readonly pid: number; readonly http: string }> =>
  until(`${service} runs`, () => JSON.parse(readFileOr(join(dir, 'run', `${service}.json`), 'null')) as { pid: number; http: string } | null, {
    withinMs: 30_000,
    everyMs: 50,
  })

const readFileOr = (path: string, otherwise: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}
