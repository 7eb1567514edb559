import process from 'node:process'
import { parseArgs } from 'node:util'
import { prng } from '../../src/lib/base/prng.ts'
import { damaged } from './fuzz-damage.ts'
import { type Decoder, decoders } from './fuzz-decoders.ts'

/** What became of the inputs of one decoder. */
interface FuzzReport {
  readonly decoder: string
  readonly inputs: number
  /** Inputs by what they were read as; `garbled` are those that were refused. */
  readonly kinds: Readonly<Record<string, number>>
  /** Sentences that did not hold, each with the first input that broke it. */
  readonly unsound: Readonly<Record<string, string>>
  /** Kinds of good inputs that came out of damaged ones too seldom. */
  readonly rare: readonly string[]
  readonly slowestMs: number
}

const STALL_MS = 50
/** At least one in so many inputs is read as each kind of good input: a decoder that refuses all proves nothing. */
const DECODED_SHARE = 250
const SHOWN_BYTES = 300

const utf8 = new TextDecoder()
const kindsOf = ({ inputs, read }: Decoder): string[] => [...new Set(inputs.map((bytes) => read(bytes).kind))]

const attempt = (read: Decoder['read'], bytes: Uint8Array): ReturnType<Decoder['read']> => {
  try {
    return read(bytes)
  } catch (error) {
    return { kind: 'thrown', problem: `nothing is thrown, as ${error}` }
  }
}

/** Gives a decoder damaged inputs; nothing may be thrown, take long, or come out as what it cannot be. */
export const fuzz = (decoder: Decoder, inputs: number, seed: number): FuzzReport => {
  const chance = prng(seed, decoder.name)
  const kinds: Record<string, number> = {}
  const unsound: Record<string, string> = {}
  let slowestMs = 0
  for (let index = 0; index < inputs; index++) {
    const bytes = damaged(decoder.inputs, chance)
    const start = process.cpuUsage()
    const { kind, problem } = attempt(decoder.read, bytes)
    const { user, system } = process.cpuUsage(start)
    slowestMs = Math.max(slowestMs, (user + system) / 1_000)
    kinds[kind] = (kinds[kind] ?? 0) + 1
    if (problem !== null) unsound[`${kind}: ${problem}`] ??= utf8.decode(bytes).slice(0, SHOWN_BYTES)
  }
  const rare = kindsOf(decoder).filter((kind) => (kinds[kind] ?? 0) * DECODED_SHARE < inputs)
  return { decoder: decoder.name, inputs, kinds, unsound, rare, slowestMs }
}

export const fuzzAll = (inputs: number, seed: number): FuzzReport[] => decoders.map((decoder) => fuzz(decoder, inputs, seed))

export const proof = {
  name: 'fuzz',
  summary: `damaged inputs for every decoder of market data: none crashes, makes nonsense, refuses all or takes ${STALL_MS} ms`,
  run: async (args: string[]): Promise<number> => {
    const options = { inputs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } as const
    const { values } = parseArgs({ args, options })
    const reports = fuzzAll(Number(values.inputs), Number(values.seed))
    for (const report of reports) process.stdout.write(`${JSON.stringify({ ...report, seed: Number(values.seed) })}\n`)
    return reports.every(({ unsound, rare, slowestMs }) => Object.keys(unsound).length + rare.length === 0 && slowestMs < STALL_MS) ? 0 : 8
  },
}
