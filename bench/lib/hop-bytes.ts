import { Buffer } from 'node:buffer'
import { MESSAGE_BYTES, type OnMessage, priceOf } from './hop.ts'

const words = new Float64Array(MESSAGE_BYTES / 8)
const wordBytes = new Uint8Array(words.buffer)

/** The fields that a ring record carries, as bytes for a channel that keeps them until they are sent. */
export const encodeMessage = (id: number, publishedUs: number): Buffer => {
  const price = priceOf(id)
  words[0] = id
  words[3] = publishedUs
  words[4] = price
  words[5] = 1
  words[6] = price + 1
  words[7] = 1
  const bytes = Buffer.allocUnsafe(MESSAGE_BYTES)
  bytes.set(wordBytes)
  return bytes
}

const decodeMessage = (bytes: Buffer, offset: number, onMessage: OnMessage): void =>
  onMessage(bytes.readDoubleLE(offset), bytes.readDoubleLE(offset + 32), bytes.readDoubleLE(offset + 24))

/** Counts messages for whoever waits for them. */
export class Receiver {
  #left = 0
  #onMessage: OnMessage = () => undefined
  #resolve: () => void = () => undefined

  receive(count: number, onMessage: OnMessage): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#left = count
    this.#onMessage = onMessage
    this.#resolve = resolve
    return promise
  }

  take(bytes: Buffer, offset: number): void {
    decodeMessage(bytes, offset, this.#onMessage)
    this.#left--
    if (this.#left === 0) this.#resolve()
  }
}
