import { WebSocket } from 'ws'
import type { Signer } from '../ports/signer.ts'
import type { VenueSocket, VenueSocketHandlers } from '../ports/venue.ts'
import { frameText } from './venue-signing.ts'

const FRAME_BYTES_MAX = 1024 * 1024
const HANDSHAKE_MS = 5_000
const CLOSE_NO_TEXT = 1003

/** Opens a WebSocket; text that is sent before it is open, or after its end, is lost. `closed` is called exactly once. */
export const openVenueSocket = (url: string, handlers: VenueSocketHandlers, signer: Signer | undefined): VenueSocket => {
  const socket = new WebSocket(url, { maxPayload: FRAME_BYTES_MAX, perMessageDeflate: false, handshakeTimeout: HANDSHAKE_MS })
  let problem = ''
  socket.on('open', () => handlers.opened())
  socket.on('message', (data, binary) => {
    if (binary || Array.isArray(data)) socket.close(CLOSE_NO_TEXT, 'text frames only')
    else if (handlers.bytes === undefined) handlers.text(data.toString('utf8'))
    else handlers.bytes(data instanceof ArrayBuffer ? new Uint8Array(data) : data)
  })
  socket.on('error', (error) => {
    problem = error.message
  })
  socket.on('close', (code, reason) => handlers.closed(code, reason.length > 0 ? reason.toString('utf8') : problem))
  const send = (text: string): void => {
    if (socket.readyState === socket.OPEN) socket.send(text)
  }
  return { send, sendFrame: (frame) => send(frameText(frame, signer)), close: () => socket.close() }
}
