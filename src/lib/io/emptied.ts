import type { Writable } from 'node:stream'

/** Resolves when the stream has taken everything, or takes nothing any more: it failed, or has gone with a write under way. */
export const emptied = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.errored !== null || stream.writableLength === 0) {
      resolve()
      return
    }
    const end = (): void => {
      stream.off('close', end).off('error', end)
      resolve()
    }
    stream.once('close', end).once('error', end)
    stream.write('', end)
  })
