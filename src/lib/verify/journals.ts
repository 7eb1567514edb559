import type { DecodedFrame } from './evidence.ts'
import type { Checker, Violation } from './violation.ts'

const chain = (name: string, frames: readonly DecodedFrame[]): Violation[] => {
  const found: Violation[] = []
  let epoch = 0
  frames.forEach((frame, index) => {
    const where = `${name} journal, frame ${frame.seq}`
    if (frame.seq !== index + 1) found.push({ id: 'J1', what: `sequence ${frame.seq} where ${index + 1} is due`, where })
    if (frame.epoch < epoch) found.push({ id: 'J1', what: `epoch falls from ${epoch} to ${frame.epoch}`, where })
    if (frame.epoch !== epoch && frame.type !== 'EPOCH') found.push({ id: 'J1', what: `epoch ${frame.epoch} begins without an EPOCH frame`, where })
    epoch = frame.epoch
  })
  return found
}

/** J1: frames are dense, epochs rise and open with their own frame. Damage of bytes is found by the reader of the files. */
export const journalsAreWhole: Checker = ({ exec, risk }) => [...chain('exec', exec), ...chain('risk', risk)]

/** J2: the recorded inputs, run again, give the recorded decisions. */
export const replaysAreEqual: Checker = ({ replays }) =>
  replays.flatMap(({ service, difference }) =>
    difference === null
      ? []
      : [
          {
            id: 'J2',
            what: `replay gives ${difference.replayed.slice(0, 200)} instead of ${difference.recorded.slice(0, 200)}`,
            where: `${service} journal, frame ${difference.seq}`,
          },
        ],
  )
