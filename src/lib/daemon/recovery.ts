import type { OpenedJournal } from '../ports/journal.ts'
import type { JournaledCore } from './core.ts'
import { foldFrames, lastEpoch } from './recorder.ts'
import { restoreParts } from './snapshot.ts'

/** Brings a fresh state to where its journal ends, from a snapshot where there is one; returns the last stamp, 0 when the journal is empty. */
export const recoverState = <C, S, I, O>(core: JournaledCore<C, S, I, O>, state: S, { snapshot, recovered }: OpenedJournal): number => {
  if (snapshot !== undefined && core.snapshot !== undefined) restoreParts(core.snapshot.kept(state), snapshot.parts)
  return Math.max(snapshot?.tsUs ?? 0, foldFrames(core, state, recovered))
}

/** Highest epoch that the journal knows, 0 when it is empty. */
export const epochReached = ({ snapshot, recovered }: OpenedJournal): number => Math.max(snapshot?.epoch ?? 0, lastEpoch(recovered))
