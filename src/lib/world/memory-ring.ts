import type { RingReader, RingWriter } from '../ports/ring.ts'
import { ringHeader } from '../ring/header.ts'
import { ringBytes } from '../ring/layout.ts'
import { openRingReader } from '../ring/reader.ts'
import { createRingWriter } from '../ring/writer.ts'
import type { Kernel } from './kernel.ts'

const SLOT_COUNT = 4_096

/** The ring of a world: real slots in memory, epoch after epoch as writers come and go. */
export interface MemoryRing {
  /** A new writer with a new epoch; readers of the old one are told. */
  create(): { readonly ring: RingWriter; readonly bell: { notify(): void } }
  /** Null before the first writer. */
  open(): RingReader | null
  /** `onRing` is called when there is something to read or a new ring to open. */
  listen(onRing: () => void): () => void
}

export const memoryRing = (kernel: Kernel): MemoryRing => {
  const listeners = new Set<() => void>()
  let buffer: ArrayBuffer | null = null
  let epoch = 0
  const notify = (): void => {
    for (const onRing of listeners) onRing()
  }
  return {
    create: () => {
      epoch += 1
      const header = ringHeader({ epoch, createdUs: kernel.nowUs(), slotCount: SLOT_COUNT })
      buffer = new ArrayBuffer(ringBytes(header))
      const ring = createRingWriter(buffer, header)
      notify()
      return { ring, bell: { notify } }
    },
    open: () => (buffer === null ? null : openRingReader(buffer, 'memory')),
    listen: (onRing) => {
      listeners.add(onRing)
      return () => listeners.delete(onRing)
    },
  }
}
