import { Dealer } from 'zeromq'
import { DATA_BYTES_MAX } from '../codec/cbor.ts'
import type { Clock } from '../ports/clock.ts'
import { hold, RECONNECT, receiveEach } from './zmq-registry.ts'

/** How long the first messages wait for the first connection, which takes a few milliseconds when the peer is up. */
const PATIENCE_US = 250_000
const RETRY_US = 2_000
const WAITING_COUNT_MAX = 1_000

interface Waiting {
  readonly frame: Uint8Array
  readonly onFailed: () => void
}

/** The sending side of a connection to one service. */
export interface BusDealer {
  /** In order of the calls. `onFailed`: not sent, because nobody is connected. It is never kept for a successor of the peer. */
  send(frame: Uint8Array, onFailed: () => void): void
  close(): void
}

export interface DealerOptions {
  readonly path: string
  readonly clock: Clock
  readonly onFrames: (frames: readonly Uint8Array[]) => void
}

/** Connects, and connects again whenever the peer is back. Only the very first connection is waited for. */
export const openDealer = ({ path, clock, onFrames }: DealerOptions): BusDealer => {
  // immediate: a message goes to a living connection or fails at once.
  const socket = hold(new Dealer({ ...RECONNECT, immediate: true, sendTimeout: 0, sendHighWaterMark: WAITING_COUNT_MAX, maxMessageSize: DATA_BYTES_MAX }))
  const untilUs = clock.monoUs() + PATIENCE_US
  let waiting: Waiting[] | null = []
  let cancelRetry = (): void => undefined

  const give = ({ frame, onFailed }: Waiting): void => void socket.send(frame).catch(onFailed)
  const release = (): void => {
    cancelRetry()
    const queued = waiting ?? []
    waiting = null
    for (const message of queued) give(message)
  }
  const tryFirst = async (): Promise<void> => {
    const first = waiting?.[0]
    if (first === undefined || waiting === null) return
    try {
      await socket.send(first.frame)
      waiting.shift()
      release()
    } catch {
      if (socket.closed || clock.monoUs() > untilUs) release()
      else cancelRetry = clock.after(RETRY_US, () => void tryFirst())
    }
  }
  socket.connect(`ipc://${path}`)
  receiveEach(socket, onFrames)

  return {
    send: (frame, onFailed) => {
      if (waiting === null || waiting.length >= WAITING_COUNT_MAX) give({ frame, onFailed })
      else if (waiting.push({ frame, onFailed }) === 1) void tryFirst()
    },
    close: () => {
      cancelRetry()
      socket.close()
    },
  }
}
