import type { Server as HttpServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { createServer as createTlsServer } from 'node:tls'

/** Certificate and key in PEM. */
export interface TlsKeys {
  readonly cert: string
  readonly key: string
}

/** First byte of a TLS handshake; no HTTP method begins with it. */
const HANDSHAKE = 22
const SILENT_MS_MAX = 10_000

/** A listener that hands plain and encrypted connections of one port to the same HTTP server, by their first byte. */
export const tlsDoor = (http: HttpServer, { cert, key }: TlsKeys): Server & { cut(): void } => {
  const secure = createTlsServer({ cert, key }, (socket) => http.emit('connection', socket))
  secure.on('tlsClientError', (_error, socket) => socket.destroy())
  const open = new Set<Socket>()
  const door = createServer((socket) => {
    open.add(socket)
    const silent = setTimeout(() => socket.destroy(), SILENT_MS_MAX)
    socket.on('close', () => {
      clearTimeout(silent)
      open.delete(socket)
    })
    socket.on('error', () => socket.destroy())
    socket.once('data', (first) => {
      clearTimeout(silent)
      socket.pause()
      socket.unshift(first)
      // TLS would take the bare handle and miss what was put back
      if (first[0] === HANDSHAKE) secure.emit('connection', Duplex.from({ readable: socket, writable: socket }))
      else http.emit('connection', socket)
      socket.resume()
    })
  })
  return Object.assign(door, {
    cut: () => {
      for (const socket of open) socket.destroy()
    },
  })
}
