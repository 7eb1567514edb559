import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'

const root = resolve(import.meta.dirname, '../..')

/** How a run of the program ended, and what it said. */
export type Ended = { readonly code: number | null; readonly signal: string | null; readonly out: string; readonly errors: string }

/** The program while it runs. */
export interface Program {
  readonly child: ChildProcess
  /** Resolves true at the startup probe, false when the program ended before it. */
  readonly started: Promise<boolean>
  readonly ended: Promise<Ended>
}

const textOf = (stream: Readable | null): (() => string) => {
  const chunks: string[] = []
  stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  return () => chunks.join('')
}

/** Starts `bin/trade` as a user does, its startup probe on descriptor 3. */
export const startTrade = (args: readonly string[], program = resolve(root, 'bin/trade')): Program => {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const [out, errors] = [textOf(child.stdout), textOf(child.stderr)]
  const probe = child.stdio[3] as Readable
  const started = new Promise<boolean>((done) => {
    probe.on('data', () => done(true))
    probe.on('close', () => done(false))
  })
  const ended = new Promise<Ended>((done) => {
    child.on('close', (code, signal) => done({ code, signal, out: out(), errors: errors() }))
  })
  return { child, started, ended }
}

/** Runs `bin/trade` to its end. */
export const trade = (...args: readonly string[]): Promise<Ended> => startTrade(args).ended
