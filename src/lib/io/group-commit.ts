import { messageOf, TradeError } from '../base/errors.ts'
import type { Chunk } from '../journal/writer.ts'

type Done = (error?: Error) => void

/** What a group commit needs of a writer and of a disk. */
export interface CommitSource {
  take(): Chunk[]
  write(chunk: Chunk): Promise<void>
  sync(): Promise<void>
}

/** One write and one sync at a time; whoever asks meanwhile shares the next. */
export interface GroupCommit {
  sync(done: Done): void
  /** Set for ever by the first failure: a disk that failed a sync may have dropped the pages, a retry would lie. */
  readonly failure: Error | undefined
}

const failureOf = (error: unknown): Error => {
  const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EFBIG' || error.code === 'EDQUOT')
  return new TradeError(full ? 'JOURNAL_FULL' : 'JOURNAL_FAILED', `cannot write the journal: ${messageOf(error)}`, {
    category: 'fatal',
    exit: 75,
    cause: error,
  })
}

export const groupCommit = (source: CommitSource): GroupCommit => {
  let waiting: Done[] = []
  let running = false
  let failure: Error | undefined

  const commit = async (): Promise<void> => {
    try {
      for (const chunk of source.take()) await source.write(chunk)
      await source.sync()
    } catch (error) {
      failure = failureOf(error)
    }
  }
  const run = async (): Promise<void> => {
    running = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      if (failure === undefined) await commit()
      for (const done of batch) done(failure)
    }
    running = false
  }
  const sync = (done: Done): void => {
    waiting.push(done)
    if (!running) queueMicrotask(() => void run())
    running = true
  }
  return {
    sync,
    get failure() {
      return failure
    },
  }
}
