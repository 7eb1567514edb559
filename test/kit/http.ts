import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createRaw, type Socket } from 'node:net'
import type { Test } from 'tap'
import type { VenueRest } from '../../src/lib/io/venue-rest.ts'
import type { VenueResult } from '../../src/lib/ports/venue.ts'

/** `http://127.0.0.1:PORT` of a server of the test. */
const endpointOf = (server: { address(): AddressInfo | string | null }): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** A tiny venue: any handler of node:http. */
export const httpVenue = async (t: Test, handler: Parameters<typeof createServer>[1]): Promise<{ endpoint: string; server: Server }> => {
  const server = createServer(handler as never)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return { endpoint: endpointOf(server), server }
}

/** A venue of raw bytes: what each connection gets is the test's affair. */
export const rawVenue = async (t: Test, onConnection: (socket: Socket) => void): Promise<string> => {
  const open = new Set<Socket>()
  const server = createRaw((socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return endpointOf(server)
}

/** An endpoint where nobody listens. */
export const deadEndpoint = async (): Promise<string> => {
  const server = createRaw().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = endpointOf(server)
  server.close()
  await once(server, 'close')
  return endpoint
}

/** One call and what became of it: `POST` unless the target begins with another method. */
export const callOf = (rest: VenueRest, target: string, timeoutUs = 2_000_000): Promise<VenueResult> => {
  const method = target.startsWith('GET ') ? 'GET' : 'POST'
  return new Promise((resolve) => rest.send({ method, signed: { target: target.replace('GET ', ''), headers: {} }, timeoutUs }, resolve))
}
