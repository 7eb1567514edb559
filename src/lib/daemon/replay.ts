import { type EpochUs, epochUs } from '../base/units.ts'
import { encode } from '../codec/cbor.ts'
import type { Frame } from '../ports/journal.ts'
import type { JournaledCore } from './core.ts'
import { foldFrames, payloadOf } from './recorder.ts'

/** Outcome of running a journal's inputs again. `difference` names the first frame that the core would now write otherwise. */
export interface Replay {
  readonly inputs: number
  readonly compared: number
  readonly difference: { readonly seq: number; readonly recorded: string; readonly replayed: string } | null
}

interface Incarnation {
  readonly before: readonly Frame[]
  readonly header: { readonly config: unknown }
  readonly frames: readonly Frame[]
}

const incarnations = (frames: readonly Frame[]): Incarnation[] => {
  const starts = frames.flatMap((frame, index) => (frame.type === 'EPOCH' ? [index] : []))
  return starts.map((start, index) => ({
    before: frames.slice(0, start),
    header: payloadOf(frames[start] as Frame) as { config: unknown },
    frames: frames.slice(start + 1, starts[index + 1]).filter(({ type }) => type !== 'SNAPSHOT'),
  }))
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, index) => byte === b[index])

interface Made {
  readonly type: string
  readonly bytes: Uint8Array
  readonly value: unknown
}

const replayOne = <C, S, I, O>(core: JournaledCore<C, S, I, O>, run: Incarnation): Replay => {
  const state = core.init(run.header.config as C)
  foldFrames(core, state, run.before)
  let made: Made[] = []
  let seq = 0
  let compared = 0
  for (const frame of run.frames) {
    if (frame.type === 'IN') {
      if (made.length > 0)
        return { inputs: seq, compared, difference: { seq: frame.seq, recorded: 'the next input', replayed: JSON.stringify(made[0]?.value) } }
      seq += 1
      made = stepOne(core, state, { seq, nowUs: epochUs(frame.tsUs), input: payloadOf(frame) as I })
      continue
    }
    const expected = made.shift()
    compared += 1
    if (expected?.type !== frame.type || !sameBytes(expected.bytes, frame.payload)) {
      return {
        inputs: seq,
        compared,
        difference: {
          seq: frame.seq,
          recorded: `${frame.type} ${JSON.stringify(payloadOf(frame))}`,
          replayed: expected === undefined ? 'nothing' : `${expected.type} ${JSON.stringify(expected.value)}`,
        },
      }
    }
  }
  return { inputs: seq, compared, difference: null }
}

const stepOne = <C, S, I, O>(core: JournaledCore<C, S, I, O>, state: S, at: { seq: number; nowUs: EpochUs; input: I }): Made[] => {
  const made: Made[] = []
  core.step(state, at, (out) => {
    const type = core.recordType(out)
    if (type !== null) made.push({ type, bytes: encode(out), value: out })
  })
  return made
}

/**
 * Runs the recorded inputs of every incarnation through the core and compares its decisions with the recorded ones, byte for byte.
 * Records that the last input of an incarnation lost in a crash are no difference.
 */
export const replay = <C, S, I, O>(core: JournaledCore<C, S, I, O>, frames: readonly Frame[]): Replay => {
  let inputs = 0
  let compared = 0
  for (const run of incarnations(frames)) {
    const one = replayOne(core, run)
    inputs += one.inputs
    compared += one.compared
    if (one.difference !== null) return { inputs, compared, difference: one.difference }
  }
  return { inputs, compared, difference: null }
}
