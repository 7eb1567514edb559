import type { RpcError } from '../../lib/contracts/envelope.ts'

/** What exec knows of its journal. */
export interface Journalling {
  /** The disk is full: what is left of the journal is for cancels. */
  isFull: boolean
  /** Why nothing can be journalled any more; null while it can. */
  failure: string | null
}

const FULL = 'the disk is full, what is left of the journal is for cancels'
/** Requests that change nothing which would have to be journalled first, and whose answers may be forgotten. */
const UNAUDITED: ReadonlySet<string> = new Set(['order.cancel', 'order.status', 'exec.status'])

/** Why orders must stay because of the journal; null while they may leave. */
export const auditProblem = ({ isFull, failure }: Journalling): RpcError | null => {
  if (failure !== null) return { code: 'JOURNAL_FAILED', category: 'fatal', message: failure }
  return isFull ? { code: 'JOURNAL_FULL', category: 'retry', message: FULL } : null
}

/** Why a request cannot even be looked at: its answer would tell of what no journal holds. */
export const auditRefusal = (journal: Journalling, method: string): RpcError | null =>
  journal.failure === null || UNAUDITED.has(method) ? null : auditProblem(journal)
