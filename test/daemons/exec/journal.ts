import { isDeepStrictEqual } from 'node:util'
import type { ExecOut } from '../../../src/daemons/exec/events.ts'
import { DATA_BYTES_MAX, decode, encode } from '../../../src/lib/codec/cbor.ts'
import { type Replay, replay } from '../../../src/lib/daemon/replay.ts'
import { restoreParts, snapshotParts } from '../../../src/lib/daemon/snapshot.ts'
import type { FrameType, Frame as JournalFrame } from '../../../src/lib/ports/journal.ts'
import { config, type Frame, Rig } from './rig.ts'

const typeOf = (rig: Rig, frame: Frame): FrameType => (frame.kind === 'IN' ? 'IN' : (rig.core.recordType(frame.value as ExecOut) ?? 'IN'))

/** The frames of a rig as the loop would have journalled them. */
const journalOf = (rig: Rig): JournalFrame[] => {
  const frames: JournalFrame[] = []
  let epoch = 0
  const append = (type: FrameType, tsUs: number, value: unknown): void => {
    frames.push({ seq: frames.length + 1, tsUs, epoch, type, payload: encode(value) })
  }
  for (const frame of rig.frames) {
    const start = frame.value as { type: string; epoch: number }
    if (start.type === 'start') {
      epoch = start.epoch
      append('EPOCH', frame.nowUs, { service: 'exec', epoch, config })
    }
    append(typeOf(rig, frame), frame.nowUs, frame.value)
  }
  return frames
}

export const replayed = (rig: Rig): Replay => replay(rig.core, journalOf(rig))

/** True when folding the journal gives what the live state holds. */
export const foldsBack = (rig: Rig): boolean => isDeepStrictEqual(new Rig({ frames: [...rig.frames] }).state.registry, rig.state.registry)

const partsOf = (state: object): Uint8Array[] => {
  const parts = snapshotParts(state)
  const found: Uint8Array[] = []
  for (let next = parts.next(); next.done !== true; next = parts.next()) found.push(next.value)
  return found
}

const partValue = (part: Uint8Array): unknown => {
  const decoded = decode(part, { maxBytes: DATA_BYTES_MAX })
  if (!decoded.ok) throw new Error(decoded.error)
  return decoded.value
}

/** True when a snapshot after `count` frames and the records behind it give the live state, to the byte. */
export const restoresBack = (rig: Rig, count: number): boolean => {
  const before = new Rig({ frames: rig.frames.slice(0, count) }).state.registry
  const { state, core } = new Rig()
  restoreParts(state.registry, partsOf(before).map(partValue))
  for (const frame of rig.frames.slice(count)) if (frame.kind === 'OUT') core.apply(state, frame.value as ExecOut, frame.nowUs)
  const [restored, live] = [partsOf(state.registry), partsOf(rig.state.registry)]
  return isDeepStrictEqual(state.registry, rig.state.registry) && isDeepStrictEqual(restored, live)
}
