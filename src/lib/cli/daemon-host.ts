import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import { orderMinute } from '../base/ids.ts'
import { usToMs } from '../base/time.ts'
import { CONTRACTS } from '../contracts/hello.ts'
import type { ServiceRecord } from '../contracts/service-record.ts'
import type { Service } from '../contracts/words.ts'
import type { Core } from '../daemon/core.ts'
import { asJournaled } from '../daemon/recorder.ts'
import { epochReached } from '../daemon/recovery.ts'
import { type Running, runDaemon } from '../daemon/run.ts'
import type { BasePorts, DaemonSpec } from '../daemon/shell.ts'
import { systemClock } from '../io/clock.ts'
import { documentFile } from '../io/document-file.ts'
import { limitHeapGrowth, returnFreeMemory } from '../io/free-memory.ts'
import { openHttpServer } from '../io/http-server.ts'
import { openJournal } from '../io/journal-file.ts'
import { type Lock, tryLock } from '../io/lock.ts'
import { loopDelay } from '../io/loop-delay.ts'
import { openLog } from '../io/pino-log.ts'
import { ensurePrivateFolder } from '../io/private-folder.ts'
import { announceStarted, onSignals, watchLifeline } from '../io/process.ts'
import { startTicksOf } from '../io/process-identity.ts'
import { dataFolder, type Places, preparePlaces, socketPath } from '../io/run-directory.ts'
import { removeServiceRecord, writeServiceRecord } from '../io/service-record.ts'
import type { TlsKeys } from '../io/tls-door.ts'
import { watchWallClock } from '../io/wall-clock.ts'
import { openBus } from '../io/zmq-bus.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { HttpServer } from '../ports/http.ts'
import type { OpenedJournal } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import { EXIT } from './exit.ts'
import { VERSION } from './version.ts'

const KILL_POLL_US = 250_000

/** Flags of a daemon as its command parsed them. */
export interface DaemonFlags {
  readonly http: string
  readonly instance?: string | undefined
  readonly verbose: boolean
  readonly 'started-fd'?: number | undefined
  readonly 'lifeline-fd'?: number | undefined
}

/** A service that is ours to run: its lock is held, its folders exist. */
export interface Host {
  readonly service: Service
  readonly instance: string
  readonly places: Places
  readonly flags: DaemonFlags
  readonly lock: Lock
  readonly clock: Clock
  readonly log: Log
  /** Folder of this service's data. */
  readonly data: string
}

/** What a command adds to a daemon: its settings and its own ports. */
export interface Composition<C, P> {
  readonly config: C
  readonly ports: P
  /** Frees what was opened for the ports and outlives their own `close`. */
  readonly close?: () => void
}

/** Takes the service's lock; the error of a held one (exit 10) names its holder. */
export const openHost = (service: Service, places: Places, flags: DaemonFlags): Host => {
  const host = tryHost(service, places, flags)
  if (typeof host !== 'string') return host
  throw new TradeError('ALREADY_RUNNING', `'${service}' already runs in this profile: ${host}`, { exit: EXIT.held, hint: 'trade status' })
}

/** The same, but a held lock is answered with the name of its holder. */
export const tryHost = (service: Service, places: Places, flags: DaemonFlags): Host | string => {
  process.umask(0o077)
  preparePlaces(places)
  const instance = flags.instance ?? service
  const locked = tryLock(join(places.run, `${instance}.lock`), instance)
  if (!locked.ok) return locked.error.holder
  const log = openLog({ daemon: service, instance, level: flags.verbose ? 'debug' : 'info' })
  return { service, instance, places, flags, lock: locked.value, clock: systemClock(), log, data: dataFolder(places, instance) }
}

const epochOf = (clock: Clock, opened: OpenedJournal | undefined): number =>
  opened === undefined ? usToMs(clock.nowUs()) : Math.max(epochReached(opened) + 1, orderMinute(clock.nowUs()))

const recordOf = (host: Host, http: HttpServer) => {
  const path = (kind: string): string => `ipc://${socketPath(host.places, `${host.instance}.${kind}.sock`)}`
  const { service, instance, clock } = host
  return {
    svc: service,
    instance,
    pid: process.pid,
    startTicks: startTicksOf(process.pid),
    version: VERSION,
    http: http.address,
    pub: path('pub'),
    rpc: path('rpc'),
    startedUs: clock.nowUs(),
  }
}

/** Calls `onKill` when the file KILL appears in the run-time folder; looked for every 250 ms. The halt that follows latches. */
export const watchKillFile = (host: Host, onKill: () => void): Cancel => {
  const path = join(host.places.run, 'KILL')
  let cancel: Cancel
  let wasThere = false
  const look = (): void => {
    cancel = host.clock.after(KILL_POLL_US, look)
    const isThere = existsSync(path)
    if (isThere && !wasThere) onKill()
    wasThere = isThere
  }
  cancel = host.clock.after(0, look)
  return () => cancel()
}

const countersOf = (host: Host, epoch: number) => {
  const folder = join(host.data, 'counters')
  ensurePrivateFolder(folder)
  return documentFile(join(folder, `${epoch}.json`))
}

const watchAll = (host: Host, running: Running): Cancel[] => {
  const { flags, clock, log } = host
  const stop = (by: string): void => {
    log.write('info', 'stopping', { by })
    running.stop()
  }
  onSignals({
    stop,
    halt: () => running.offer({ type: 'halt.raised', by: 'SIGUSR2' }),
    dump: () => log.write('info', 'state', { health: running.health(), lagMs: running.lagMs() }),
  })
  if (flags['lifeline-fd'] !== undefined) watchLifeline(flags['lifeline-fd'], () => stop('supervisor died'))
  if (host.service === 'md') limitHeapGrowth()
  return [
    returnFreeMemory(clock),
    watchWallClock({ clock, onStep: (byUs) => running.offer({ type: 'clock.stepped', byUs }) }),
    ...(host.service === 'risk' ? [watchKillFile(host, () => running.offer({ type: 'kill.file' }))] : []),
  ]
}

/** A snapshot of another version of the program is not read. */
const journalOptions = <C, S, I, O>(svc: Service, core: Core<C, S, I, O>) => {
  const snapshot = asJournaled(core)?.snapshot
  return { svc, build: VERSION, snapshotSchema: snapshot === undefined ? undefined : `${VERSION} ${snapshot.schema}` }
}

/** Runs a daemon to its end on the real ports; resolves to its exit code. */
export const runHosted = async <C, S, I extends { readonly type: string }, O extends { readonly type: string }, P extends BasePorts>(
  host: Host,
  daemon: {
    readonly spec: DaemonSpec<C, S, I, O, P>
    readonly journaled: boolean
    /** Certificate and key: the address speaks TLS as well. */
    readonly tls?: TlsKeys | undefined
    /** What its record says beside where it listens. */
    readonly about?: Pick<ServiceRecord, 'venue' | 'endpoint'>
    compose(base: BasePorts): Promise<Composition<C, P>> | Composition<C, P>
    onRunning?(running: Running): void
  },
): Promise<number> => {
  const { service, clock, log, places, flags } = host
  const opened = daemon.journaled ? openJournal(join(host.data, 'journal'), journalOptions(service, daemon.spec.core)) : undefined
  const epoch = epochOf(clock, opened)
  const http = await openHttpServer(flags.http, daemon.tls)
  const bus = await openBus({ service, instance: host.instance, epoch, clock, log, directory: places.run, contracts: CONTRACTS })
  const { config, ports, close } = await daemon.compose({ clock, bus, log })
  const delay = loopDelay()
  const endings: Cancel[] = []
  const ended = await new Promise<{ exit: number; message: string }>((resolve) => {
    const running = runDaemon(daemon.spec, {
      config,
      ports,
      epoch,
      ...(opened === undefined ? {} : { opened }),
      http,
      counters: countersOf(host, epoch),
      onReady: () => log.write('info', 'ready', { pid: process.pid, http: http.address, epoch }),
      onEnd: (exit, message) => resolve({ exit, message }),
      loopMsP99: delay,
    })
    writeServiceRecord(places.run, { ...recordOf(host, http), ...daemon.about })
    endings.push(...watchAll(host, running))
    if (flags['started-fd'] !== undefined) announceStarted(flags['started-fd'])
    daemon.onRunning?.(running)
  })
  for (const cancel of endings) cancel()
  close?.()
  removeServiceRecord(places.run, host.instance)
  host.lock.release()
  log.write(ended.exit === 0 ? 'info' : 'error', ended.message, { exit: ended.exit })
  return ended.exit
}
