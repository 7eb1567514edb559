import { writeSync } from 'node:fs'
import { Writable } from 'node:stream'

const WAIT_MS = 5
const pause = new Int32Array(new SharedArrayBuffer(4))

const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN'

/** The kernel may take less than it was given; a full pipe is waited for with the whole thread. */
const writeAll = (fd: number, bytes: Uint8Array): void => {
  for (let doneBytes = 0; doneBytes < bytes.length; ) {
    try {
      doneBytes += writeSync(fd, bytes, doneBytes)
    } catch (error) {
      if (!isFull(error)) throw error
      Atomics.wait(pause, 0, 0, WAIT_MS)
    }
  }
}

/** A stream into a descriptor that stops the thread while its reader is behind: nothing queues up here, and nothing else runs meanwhile. */
export const blockingOutput = (fd: number): Writable =>
  new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      try {
        writeAll(fd, chunk)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
