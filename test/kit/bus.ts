import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { CONTRACTS } from '../../src/lib/contracts/hello.ts'
import type { Peer } from '../../src/lib/contracts/words.ts'
import { systemClock } from '../../src/lib/io/clock.ts'
import { openBus, type ZmqBus } from '../../src/lib/io/zmq-bus.ts'
import type { BusAnswer, BusCall } from '../../src/lib/ports/bus.ts'
import type { Clock } from '../../src/lib/ports/clock.ts'
import type { Log } from '../../src/lib/ports/log.ts'

const silentLog: Log = { write: () => undefined }

interface BusWish {
  readonly directory: string
  readonly epoch?: number
  readonly instance?: string
  readonly contracts?: Readonly<Record<string, string>>
  readonly clock?: Clock
}

/** A real bus in a folder of the test. */
export const busOf = (service: Peer, { epoch = 1, contracts = CONTRACTS, clock = systemClock(), ...wish }: BusWish): Promise<ZmqBus> =>
  openBus({ service, epoch, clock, log: silentLog, contracts, ...wish })

/** A folder for the sockets of one test; a short name, because a socket path has at most 100 bytes. */
export const socketFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bus-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const closeBus = (bus: ZmqBus): Promise<void> => new Promise((resolve) => bus.close(resolve))

/** One request with its answer. */
export const ask = (bus: ZmqBus, call: Partial<BusCall> & { readonly service: string; readonly method: string }): Promise<BusAnswer> =>
  new Promise((resolve) => bus.request({ body: {}, timeoutUs: 2_000_000, correlationId: 'test', ...call }, resolve))

/** Answers every request with its own body. */
export const echo = (bus: ZmqBus): void => bus.serve(({ requestId, body, src }) => bus.reply(requestId, { ok: true, body: { body, src } }))

export const codeOf = (answer: BusAnswer): string => (answer.ok ? 'ok' : answer.error.code)
