import { chmodSync } from 'node:fs'
import process from 'node:process'
import type { Publisher, Readable, Router, Socket } from 'zeromq'

const PRIVATE_UMASK = 0o077

/** zeromq 6.8.0 crashes the process when a socket is collected as garbage, so none ever is. */
const held: Socket[] = []

export const hold = <S extends Socket>(socket: S): S => {
  held.push(socket)
  return socket
}

/** How a socket that connects comes back after its peer did. */
export const RECONNECT = { linger: 0, reconnectInterval: 20, reconnectMaxInterval: 200 } as const

const bindNow = async (socket: Publisher | Router, path: string): Promise<void> => {
  const before = process.umask(PRIVATE_UMASK)
  try {
    await socket.bind(`ipc://${path}`)
    chmodSync(path, 0o600)
  } finally {
    process.umask(before)
  }
}

let lastBind: Promise<void> = Promise.resolve()

/** Binds at `path`, 0600 from its first moment on. The path is no mutex: the caller holds the service's lock. */
export const bindPrivate = (socket: Publisher | Router, path: string): Promise<void> => {
  // One at a time: the umask belongs to the process.
  const bound = lastBind.then(() => bindNow(socket, path))
  lastBind = bound.catch(() => undefined)
  return bound
}

type Receiver = Readable & Socket

/** Null once the socket is closed, with a message in hand or not. */
const receive = async (socket: Receiver): Promise<readonly Uint8Array[] | null> => {
  try {
    const frames = await socket.receive()
    return socket.closed ? null : frames
  } catch (error) {
    if (socket.closed) return null
    throw error
  }
}

const receiveAll = async (socket: Receiver, onFrames: (frames: readonly Uint8Array[]) => void): Promise<void> => {
  for (let frames = await receive(socket); frames !== null; frames = await receive(socket)) onFrames(frames)
}

/** Hands over each message until the socket is closed. What `onFrames` throws is a bug and ends the process. */
export const receiveEach = (socket: Receiver, onFrames: (frames: readonly Uint8Array[]) => void): void => void receiveAll(socket, onFrames)
