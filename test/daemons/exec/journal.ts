import { isDeepStrictEqual } from 'node:util'
import type { ExecOut } from '../../../src/daemons/exec/events.ts'
import { encode } from '../../../src/lib/codec/cbor.ts'
import { type Replay, replay } from '../../../src/lib/daemon/replay.ts'
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
