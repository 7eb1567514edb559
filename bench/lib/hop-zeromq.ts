import { join } from 'node:path'
import { Pull, Push } from 'zeromq'
import type { Hop } from './hop.ts'
import { encodeMessage, Receiver } from './hop-bytes.ts'

/** A socket that the collector takes while a call is under way ends the process; so each is held here. */
const held = new Set<Pull | Push>()

const read = async (socket: Pull, receiver: Receiver): Promise<void> => {
  for await (const [bytes] of socket) if (bytes !== undefined) receiver.take(bytes, 0)
}

const close = (socket: Pull | Push): void => {
  socket.close()
  held.delete(socket)
}

/** PUSH and PULL over ipc, one message per send: no loss, so that the count can be checked. */
export const zeromqHop: Hop = {
  name: 'zeromq-ipc',
  openSink: async (folder) => {
    const socket = new Pull({ linger: 0 })
    held.add(socket)
    await socket.bind(`ipc://${join(folder, 'zeromq.sock')}`)
    const receiver = new Receiver()
    const reading = read(socket, receiver)
    return {
      receive: (count, onMessage) => receiver.receive(count, onMessage),
      close: async () => {
        close(socket)
        await reading
      },
    }
  },
  openSource: async (folder) => {
    const socket = new Push({ linger: 0 })
    held.add(socket)
    socket.connect(`ipc://${join(folder, 'zeromq.sock')}`)
    return { send: (id, publishedUs) => socket.send(encodeMessage(id, publishedUs)), close: () => close(socket) }
  },
}
