import type { EpochUs } from '../base/units.ts'
import type { Lifecycle } from '../contracts/health.ts'

export type Emit<Out> = (out: Out) => void
export type Stamped<In> = { readonly seq: number; readonly nowUs: EpochUs; readonly input: In }

export interface Health {
  readonly state: Lifecycle
  readonly ready: boolean
  /** Why not ready; `ok` otherwise. */
  readonly reason: string
}

/** Pure: the same inputs give the same effects in every world. */
export interface Core<Config, State, In, Out> {
  init(config: Config): State
  step(state: State, at: Stamped<In>, emit: Emit<Out>): void
  health(state: State, nowUs: EpochUs): Health
}

/** Types of the journal's OUT frames. */
export type RecordType = 'VERDICT' | 'SEND' | 'EVENT' | 'HALT' | 'RECON'

/**
 * A class A core. It changes what recovery needs only by `apply`, which it calls itself just before it emits the record;
 * recovery folds the same records and never re-decides.
 */
export interface JournaledCore<Config, State, In, Out> extends Core<Config, State, In, Out> {
  /** The frame type of an effect that must be journalled; null for the others. */
  recordType(out: Out): RecordType | null
  /** Folds one record of the journal into the state. */
  apply(state: State, record: Out, tsUs: EpochUs): void
  /** False for effects that may leave before they are durable: cancels, verdicts of risk. */
  durable(out: Out): boolean
  /** True for a core that takes `JournalIn`: it is told when its journal fails, and ends itself. Others end at once. */
  readonly outlivesJournal?: true
  /** For a core whose recovery may begin at a snapshot instead of at frame 1. */
  readonly snapshot?: {
    /** Tells the shape of what is kept from that of other versions. */
    readonly schema: string
    /** What `apply` alone changes: Maps, Sets, lists and plain values, whose items are replaced and never changed in place. */
    kept(state: State): object
  }
}
