import { prng } from '../../src/lib/base/prng.ts'
import { lastEpoch } from '../../src/lib/daemon/recorder.ts'
import { type Running, type RunOptions, runDaemon } from '../../src/lib/daemon/run.ts'
import type { BasePorts } from '../../src/lib/daemon/shell.ts'
import { type MemoryDisk, memoryDisk } from '../../src/lib/journal/memory.ts'
import type { HttpHandler, HttpServer, ServerResponse } from '../../src/lib/ports/http.ts'
import type { Frame } from '../../src/lib/ports/journal.ts'
import type { LogLevel } from '../../src/lib/ports/log.ts'
import { createFaults, QUIET } from '../../src/lib/world/faults.ts'
import { createKernel, type Kernel } from '../../src/lib/world/kernel.ts'
import { createHub, type Hub } from '../../src/lib/world/local-bus.ts'
import { memoryDocuments } from '../../src/lib/world/memory-records.ts'
import { virtualClock } from '../../src/lib/world/virtual-clock.ts'
import { plainToyCore, type ToyConfig, type ToyCore, type ToyEffect, type ToyIn, toyCore, toySpec } from './toy-daemon.ts'

export const SYNC_US = 1_000

/** A daemon that takes the toy's inputs. */
export type ToyRunning = Omit<Running, 'offer'> & { offer(input: ToyIn | { readonly type: 'noise' }): void }

/** A place to run one toy daemon, again and again, on a kernel's time. */
export interface ToyHost {
  readonly kernel: Kernel
  readonly hub: Hub
  readonly disk: MemoryDisk
  /** What the shell performed, with its time. */
  readonly performed: Array<ToyEffect & { readonly performedUs: number }>
  readonly ends: Array<{ readonly exit: number; readonly message: string }>
  readonly logs: Array<{ readonly level: LogLevel; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }>
  readonly documents: unknown[]
  /** Starts an incarnation with a journal; `backUs`: its wall clock is behind by so much. */
  start(options?: { readonly core?: ToyCore; readonly backUs?: number; readonly run?: Partial<RunOptions<ToyConfig, BasePorts>> }): ToyRunning
  startPlain(): ToyRunning
  run(durationUs: number): void
  /** The frames that a restart would find now. */
  recovered(): readonly Frame[]
  page(path: string, query?: string): ServerResponse
}

const config: ToyConfig = { startTotal: 0, askEveryUs: 0 }

export const toyHost = (startUs = 1_800_000_000_000_000): ToyHost => {
  const kernel = createKernel(startUs)
  const hub = createHub(kernel, createFaults(prng(1), QUIET))
  const disk = memoryDisk({ defer: kernel.after, syncUs: () => SYNC_US })
  const [performed, ends, logs]: [ToyHost['performed'], ToyHost['ends'], ToyHost['logs']] = [[], [], []]
  const { documents, open } = memoryDocuments()
  const onEffect = (out: ToyEffect): void => void performed.push({ ...out, performedUs: kernel.nowUs() })
  let handler: HttpHandler | undefined
  let epoch = 0
  const http: HttpServer = {
    address: 'memory',
    handle: (given) => {
      handler = given
    },
    close: (done) => done(),
  }
  const optionsOf = (backUs: number): RunOptions<ToyConfig, BasePorts> => {
    const clock = virtualClock({ ...kernel, nowUs: () => kernel.nowUs() - backUs })
    return {
      config,
      epoch,
      http,
      counters: open(),
      ports: { clock, bus: hub.connect('exec', epoch), log: { write: (level, message, fields = {}) => void logs.push({ level, message, fields }) } },
      onEnd: (exit, message) => void ends.push({ exit, message }),
    }
  }
  return {
    kernel,
    hub,
    disk,
    performed,
    ends,
    logs,
    documents,
    start: ({ core = toyCore(), backUs = 0, run = {} } = {}) => {
      const opened = disk.open()
      epoch = Math.max(epoch, lastEpoch(opened.recovered)) + 1
      return runDaemon(toySpec(core, onEffect), { ...optionsOf(backUs), opened, ...run })
    },
    startPlain: () => {
      epoch += 1
      return runDaemon(toySpec(plainToyCore(), onEffect), optionsOf(0))
    },
    run: (durationUs) => void kernel.run(kernel.nowUs() + durationUs),
    recovered: () => disk.open().recovered,
    page: (path, query = '') => {
      let answer: ServerResponse | undefined
      handler?.request({ method: 'GET', path, query, headers: {}, body: '' }, (response) => {
        answer = response
      })
      return answer ?? { status: 0, body: 'no answer' }
    },
  }
}
