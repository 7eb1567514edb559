import type { RawData, WebSocket } from 'ws'
import type { ServerSocket } from '../ports/http.ts'

/** What a client has not read above this costs it the connection. */
const UNREAD_BYTES_MAX = 8 * 1024 * 1024
const PING_MS = 20_000
/** No pong for three pings. */
const SILENT_MS_MAX = 60_000
const CLOSE_NO_TEXT = 1003
const CLOSE_TOO_SLOW = 1013

const textOf = (data: RawData): string => (Array.isArray(data) ? '' : data.toString('utf8'))

/** One client's WebSocket behind the port: pinged every 20 s or as it is told, cut off when it does not answer or does not read. */
export const serverSocket = (socket: WebSocket, place: { readonly path: string; readonly query: string; readonly address?: string }): ServerSocket => {
  let heardMs = performance.now()
  let silentMsMax = SILENT_MS_MAX
  const ping = (): void => {
    if (performance.now() - heardMs > silentMsMax) socket.terminate()
    else socket.ping()
  }
  let timer = setInterval(ping, PING_MS)
  socket.on('pong', () => {
    heardMs = performance.now()
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => clearInterval(timer))
  return {
    ...place,
    send: (text) => {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > UNREAD_BYTES_MAX) socket.close(CLOSE_TOO_SLOW, 'too slow')
      else socket.send(text)
    },
    sendBinary: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(new TextEncoder().encode(text))
    },
    cut: () => socket.terminate(),
    keepAlive: (everyMs, silentMs) => {
      silentMsMax = silentMs
      clearInterval(timer)
      timer = setInterval(ping, everyMs)
    },
    onPing: (fn) => {
      socket.on('ping', () => fn())
      socket.on('pong', () => fn())
    },
    mute: () => socket.pause(),
    close: (code) => socket.close(code),
    onText: (fn) => {
      socket.on('message', (data, binary) => {
        if (binary) socket.close(CLOSE_NO_TEXT, 'text frames only')
        else fn(textOf(data))
      })
    },
    onClosed: (fn) => void socket.on('close', () => fn()),
  }
}
