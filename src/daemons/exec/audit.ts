import { beginStop } from './stop.ts'
import { type Turn, warn } from './turn.ts'

/** The journal begins or ends to live on its reserve: orders stay, cancels go. */
export const noteReserve = (turn: Turn, { isFull }: { readonly isFull: boolean }): void => {
  turn.state.journal.isFull = isFull
  if (isFull) warn(turn, 'the disk is full, new orders are refused', {})
  else turn.emit({ type: 'log', level: 'info', message: 'there is room for the journal again', fields: {} })
}

/** Nothing is sent that cannot be journalled: everything open is canceled, and this incarnation ends. */
export const loseJournal = (turn: Turn, { reason }: { readonly reason: string }): void => {
  turn.state.journal.failure = reason
  turn.emit({ type: 'log', level: 'error', message: 'nothing can be journalled, open orders are canceled', fields: { reason } })
  beginStop(turn)
}
