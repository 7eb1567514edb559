import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'

export const BODY_BYTES_MAX = 1024 * 1024

/** Reads the body of a request; null when it is above the limit. A client that breaks off in the middle is never answered. */
export const readBody = (incoming: IncomingMessage, done: (body: string | null) => void): void => {
  const chunks: Buffer[] = []
  let bytes = 0
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes <= BODY_BYTES_MAX) {
      chunks.push(chunk)
      return
    }
    incoming.off('data', onData)
    incoming.off('end', onEnd)
    incoming.resume()
    done(null)
  }
  const onEnd = (): void => done(Buffer.concat(chunks).toString('utf8'))
  incoming.on('data', onData)
  incoming.on('end', onEnd)
  incoming.on('error', () => incoming.destroy())
}
