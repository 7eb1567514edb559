import { BugError } from '../base/errors.ts'
import { type EpochUs, epochUs } from '../base/units.ts'
import { CONTROL_BYTES_MAX, decode, encode } from '../codec/cbor.ts'
import type { Frame, FrameType, Journal } from '../ports/journal.ts'
import type { Core, JournaledCore, Stamped } from './core.ts'

/** The core, when it is one that is journalled. */
export const asJournaled = <C, S, I, O>(core: Core<C, S, I, O> | JournaledCore<C, S, I, O>): JournaledCore<C, S, I, O> | null => ('apply' in core ? core : null)

/** The value in a frame's payload. */
export const payloadOf = (frame: Frame): unknown => {
  const decoded = decode(frame.payload, { maxBytes: CONTROL_BYTES_MAX })
  if (!decoded.ok) throw new BugError(`journal frame ${frame.seq} holds no value: ${decoded.error}`)
  return decoded.value
}

const NO_RECORDS: ReadonlySet<FrameType> = new Set(['IN', 'EPOCH', 'SNAPSHOT'])

/** Folds the recorded decisions into a fresh state; returns the last stamp of the journal, 0 when it is empty. */
export const foldFrames = <C, S, I, O>(core: JournaledCore<C, S, I, O>, state: S, frames: readonly Frame[]): number => {
  let lastUs = 0
  for (const frame of frames) {
    lastUs = Math.max(lastUs, frame.tsUs)
    if (!NO_RECORDS.has(frame.type)) core.apply(state, payloadOf(frame) as O, epochUs(frame.tsUs))
  }
  return lastUs
}

/** Highest epoch among the frames, 0 when there is none. */
export const lastEpoch = (frames: readonly Frame[]): number => frames.reduce((highest, frame) => Math.max(highest, frame.epoch), 0)

/** Writer of one incarnation's frames. */
export interface Recorder {
  begin(tsUs: EpochUs, header: unknown): void
  input(at: Stamped<unknown>): void
  record(type: FrameType, tsUs: EpochUs, out: unknown): void
}

/** Writes what a step took in and decided: one IN frame, then one frame per record, in that order. */
export const recorder = (journal: Journal, epoch: number): Recorder => {
  const append = (type: FrameType, tsUs: EpochUs, value: unknown): void => {
    journal.append({ tsUs, epoch, type, payload: encode(value) })
  }
  return {
    begin: (tsUs: EpochUs, header: unknown): void => append('EPOCH', tsUs, header),
    input: (at: Stamped<unknown>): void => append('IN', at.nowUs, at.input),
    record: (type: FrameType, tsUs: EpochUs, out: unknown): void => append(type, tsUs, out),
  }
}
