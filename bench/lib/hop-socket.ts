import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { type Hop, MESSAGE_BYTES } from './hop.ts'
import { encodeMessage, Receiver } from './hop-bytes.ts'

/** A Unix stream socket of node:net, one write per message. */
export const socketHop: Hop = {
  name: 'unix-socket',
  openSink: async (folder) => {
    const receiver = new Receiver()
    const server = createServer((socket) => {
      let rest: Buffer = Buffer.alloc(0)
      socket.on('data', (chunk: Buffer) => {
        const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
        let offset = 0
        for (; offset + MESSAGE_BYTES <= bytes.length; offset += MESSAGE_BYTES) receiver.take(bytes, offset)
        rest = bytes.subarray(offset)
      })
    })
    server.listen(join(folder, 'hop.sock'))
    await once(server, 'listening')
    return { receive: (count, onMessage) => receiver.receive(count, onMessage), close: () => void server.close() }
  },
  openSource: async (folder) => {
    // with the default of 64 KiB the sender stands still most of the time
    const options = { path: join(folder, 'hop.sock'), writableHighWaterMark: 1 << 20 }
    const socket = connect(options)
    await once(socket, 'connect')
    return {
      send: (id, publishedUs) => (socket.write(encodeMessage(id, publishedUs)) ? undefined : once(socket, 'drain').then(() => undefined)),
      close: () => void socket.destroy(),
    }
  },
}
