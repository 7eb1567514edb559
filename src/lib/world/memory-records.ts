import type { DocumentFile, RecordLog } from '../ports/records.ts'

/** A record file in memory that outlives its writers. */
export interface MemoryRecords {
  readonly records: Array<Readonly<Record<string, unknown>>>
  open(): RecordLog
}

export const memoryRecords = (): MemoryRecords => {
  const records: Array<Readonly<Record<string, unknown>>> = []
  return { records, open: () => ({ append: (record) => records.push(record), close: () => undefined }) }
}

/** Documents in memory, the last one of each incarnation. */
export interface MemoryDocuments {
  readonly documents: unknown[]
  open(): DocumentFile
}

export const memoryDocuments = (): MemoryDocuments => {
  const documents: unknown[] = []
  return {
    documents,
    open: () => {
      const index = documents.push(null) - 1
      return {
        replace: (document) => {
          documents[index] = document
        },
      }
    },
  }
}
