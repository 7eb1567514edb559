import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** The writer's side: wakes readers that said where they wait. */
export interface BellServer {
  /** Rings every armed reader; due after each batch of writes. Costs one comparison when nobody waits. */
  notify(): void
  close(): Promise<void>
}

/** The reader's side. After `onClosed` the client is spent. */
export interface BellClient {
  /** Asks for one ring as soon as the writer is past `position`. */
  arm(position: number): void
  close(): void
}

const RING = Buffer.from([1])
const ARM_BYTES = 4
/** A reader that arms and never reads its rings is cut off here. */
const UNREAD_BYTES_MAX = 4096

class Bell implements BellServer {
  readonly #server: Server
  readonly #position: () => number
  readonly #sockets = new Set<Socket>()
  readonly #armed = new Set<Socket>()

  constructor(server: Server, position: () => number) {
    this.#server = server
    this.#position = position
    server.on('connection', (socket) => this.#accept(socket))
  }

  notify(): void {
    if (this.#armed.size === 0) return
    for (const socket of this.#armed) this.#ring(socket)
    this.#armed.clear()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }

  #accept(socket: Socket): void {
    let rest: Buffer = Buffer.alloc(0)
    this.#sockets.add(socket)
    socket.on('data', (chunk: Buffer) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const whole = bytes.length - (bytes.length % ARM_BYTES)
      if (whole > 0) this.#arm(socket, bytes.readInt32LE(whole - ARM_BYTES))
      rest = bytes.subarray(whole)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      this.#armed.delete(socket)
    })
  }

  #arm(socket: Socket, position: number): void {
    if (position === (this.#position() | 0)) this.#armed.add(socket)
    else this.#ring(socket)
  }

  #ring(socket: Socket): void {
    if (socket.writableLength > UNREAD_BYTES_MAX) socket.destroy()
    else socket.write(RING)
  }
}

/** Listens at `path`, 0600, in place of a socket that a dead writer left; the caller holds the writer's lock. `position` is the ring writer's. */
export const openBell = async (path: string, position: () => number): Promise<BellServer> => {
  rmSync(path, { force: true })
  const server = createServer()
  const bell = new Bell(server, position)
  const listening = once(server, 'listening')
  server.listen(path)
  await listening
  chmodSync(path, 0o600)
  return bell
}

/** Connects to the writer's bell; a refused connection is an `onClosed` too. */
export const connectBell = (path: string, listener: { onRing(): void; onClosed(): void }): BellClient => {
  const socket = connect(path)
  socket.on('data', () => listener.onRing())
  socket.on('error', () => socket.destroy())
  socket.on('close', () => listener.onClosed())
  return {
    arm: (position) => {
      const message = Buffer.allocUnsafe(ARM_BYTES)
      message.writeInt32LE(position | 0)
      socket.write(message)
    },
    close: () => socket.destroy(),
  }
}
