import { messageOf } from '../base/errors.ts'
import type { RpcError } from '../contracts/envelope.ts'
import type { Journal } from '../ports/journal.ts'
import type { JournalIn } from './effects.ts'

/** Exit code of a journal that cannot be written: temporary, the supervisor may try again. */
const EXIT_JOURNAL = 75
/** What still leaves when nothing can be journalled and the core knows it: its answers, and its end. */
const LAST_WORDS: ReadonlySet<string> = new Set(['rpc.reply', 'stopped', 'failed'])

interface Effect {
  readonly type: string
  readonly requestId?: string
}

export interface AuditOptions<Out> {
  /** Undefined for a core without a journal. */
  readonly journal: Journal | undefined
  /** The core wants to be told and to end in its own way. */
  readonly outlives: boolean
  perform(out: Out): void
  refuse(requestId: string, error: RpcError): void
  offer(input: JournalIn): void
  end(exit: number, message: string): void
  isEnded(): boolean
}

/** Stands between what a core decided and the world: nothing that has to be durable passes before it is. */
export interface Audit<Out> {
  /** Performs effects once everything that was journalled until now is durable; when that fails they never happen. */
  release(held: readonly Out[]): void
  /** Takes an effect that has to be durable: into `held`, or to its fate when nothing can be journalled any more. */
  hold(out: Out, held: Out[]): void
  /** To be called with the type of every input that is stepped. */
  note(inputType: string): void
  /** Tells the core when the journal begins or ends to live on its reserve. */
  look(): void
  /** What an end means: a journal that failed, now at the latest, turns a good one into 75. */
  verdict(exit: number, message: string, error: Error | undefined): { readonly exit: number; readonly message: string }
}

export const createAudit = <Out extends { readonly type: string }>(options: AuditOptions<Out>): Audit<Out> => {
  const { journal, outlives } = options
  let failure: string | null = null
  let isTold = false
  let isFull = false

  const note = (error: Error): string => {
    const reason = messageOf(error)
    failure ??= reason.startsWith('cannot write the journal') ? reason : `cannot write the journal: ${reason}`
    return failure
  }
  /** Tells it again until it was heard: a full inbox takes nothing. */
  const fail = (error: Error): void => {
    const reason = note(error)
    if (outlives && !isTold) options.offer({ type: 'journal.failed', reason })
    else if (!outlives) options.end(EXIT_JOURNAL, reason)
  }
  const drop = (held: readonly Out[]): void => {
    for (const { type, requestId } of held as readonly Effect[])
      if (type === 'rpc.reply' && requestId !== undefined)
        options.refuse(requestId, { code: 'JOURNAL_FAILED', category: 'fatal', message: failure ?? 'nothing can be journalled' })
  }
  return {
    release: (held) => {
      if (held.length === 0) return
      journal?.sync((error) => {
        if (options.isEnded()) return
        if (error === undefined) {
          for (const out of held) options.perform(out)
          return
        }
        fail(error)
        drop(held)
      })
    },
    hold: (out, held) => {
      if (!isTold) held.push(out)
      else if (LAST_WORDS.has(out.type)) options.perform(out)
    },
    note: (inputType) => {
      if (inputType === 'journal.failed') isTold = true
    },
    look: () => {
      const now = journal?.onReserve ?? false
      if (!outlives || now === isFull) return
      isFull = now
      options.offer({ type: 'journal.reserve', isFull })
    },
    verdict: (exit, message, error) => {
      if (error !== undefined) note(error)
      return exit !== 0 || failure === null ? { exit, message } : { exit: EXIT_JOURNAL, message: failure }
    },
  }
}
