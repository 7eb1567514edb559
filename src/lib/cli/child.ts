import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Readable, Writable } from 'node:stream'
import type { Service } from '../contracts/words.ts'
import type { Places } from '../io/run-directory.ts'
import type { ProcessEnd } from '../supervise/rules.ts'

/** How to start one daemon. */
export interface ChildPlan {
  readonly service: Service
  /** Flags after the service's name. */
  readonly args: readonly string[]
  /** True: it goes on when whoever started it dies. */
  readonly outlives?: boolean
}

/** A daemon that was started. */
export interface Child {
  readonly pid: number
  /** Resolves true at the startup probe, false when the process ended before it. */
  readonly started: Promise<boolean>
  readonly ended: Promise<ProcessEnd>
  signal(name: NodeJS.Signals): void
}

const STARTED_FD = 3
const LIFELINE_FD = 4

const launch = (plan: ChildPlan, places: Places, main: string): ChildProcess => {
  const out = openSync(join(places.log, `${plan.service}.out.ndjson`), 'a', 0o600)
  const log = openSync(join(places.log, `${plan.service}.ndjson`), 'a', 0o600)
  const args = [
    main,
    plan.service,
    '--daemon',
    '--started-fd',
    String(STARTED_FD),
    ...(plan.outlives === true ? [] : ['--lifeline-fd', String(LIFELINE_FD)]),
    ...plan.args,
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', out, log, 'pipe', 'pipe'], detached: true })
  closeSync(out)
  closeSync(log)
  return child
}

/** Starts a daemon in a session of its own, output to files: fd 3 tells that it has started, fd 4 closes when we die, which stops it unless it outlives us. */
export const startChild = (plan: ChildPlan, places: Places, main: string): Child => {
  const child = launch(plan, places, main)
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }))
    child.on('error', () => resolve({ code: 1, signal: null }))
  })
  const probe = child.stdio[STARTED_FD] as Readable
  const lifeline = child.stdio[LIFELINE_FD] as Writable
  lifeline.on('error', () => undefined)
  const started = new Promise<boolean>((resolve) => {
    probe.on('data', () => resolve(true))
    probe.on('close', () => resolve(false))
    probe.on('error', () => resolve(false))
  })
  return {
    pid: child.pid ?? 0,
    started,
    ended,
    signal: (name) => {
      child.kill(name)
    },
  }
}
