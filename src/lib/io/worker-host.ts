import { Worker } from 'node:worker_threads'
import type { StrategyHost } from '../ports/strategy-host.ts'
import { type MappedRange, unmapRange } from './mmap.ts'
import type { WorkerInput, WorkerMessage } from './strategy-worker.ts'

const END_WITHIN_MS = 1_000
const HEAP_MB_MAX = 256

const keyOf = (range: MappedRange): string => `${range.address} ${range.bytes}`

/** Mappings of a thread: freed by the host once the thread is gone, because nothing else does. */
const mappings = () => {
  const ranges = new Map<string, MappedRange>()
  return {
    add: (range: MappedRange) => ranges.set(keyOf(range), range),
    remove: (range: MappedRange) => ranges.delete(keyOf(range)),
    free: () => {
      for (const range of ranges.values()) unmapRange(range)
      ranges.clear()
    },
  }
}

/** Runs a strategy in a worker thread that maps the ring itself. */
export const workerHost = (input: WorkerInput): StrategyHost => {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  let worker: Worker | null = null
  return {
    start: (onMessage, onEnded) => {
      const held = mappings()
      const started = new Worker(new URL(`./strategy-worker${extension}`, import.meta.url), {
        workerData: input,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
      })
      worker = started
      let failure = 'exit'
      started.on('message', (message: WorkerMessage) => {
        if (message.type === 'runner') onMessage(message.message)
        else if (message.type === 'mapped') held.add(message.range)
        else held.remove(message.range)
      })
      started.on('error', (error) => {
        failure = error.message
      })
      started.on('exit', (code) => {
        held.free()
        if (worker !== started) return
        worker = null
        onEnded(`${failure} (code ${code})`)
      })
    },
    post: (message) => worker?.postMessage(message),
    stop: (done) => {
      const ending = worker
      worker = null
      if (ending === null) {
        done()
        return
      }
      const force = setTimeout(() => void ending.terminate(), END_WITHIN_MS)
      ending.on('exit', () => {
        clearTimeout(force)
        done()
      })
      ending.postMessage({ type: 'end' })
    },
  }
}
