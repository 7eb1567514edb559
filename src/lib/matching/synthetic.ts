import { createFlow, type Flow, type FlowOptions } from './flow.ts'
import { type BookDiff, createTape, type Tape, type TapeSink, type TapeStart } from './tape.ts'

const DIFF_EVERY_US = 100_000

/** What a synthetic market tells. `nowUs` is the market's time of the event. */
export interface SyntheticSink extends TapeSink {
  diff(diff: BookDiff): void
}

/** A market made of one engine and one seeded flow of orders; clients submit to the same engine. */
export interface SyntheticMarket {
  readonly tape: Tape
  /** Time of the event that is being told, microseconds since the epoch. */
  readonly nowUs: number
  /** When something happens next; an operation of a client may bring it forward. */
  readonly dueUs: number
  /** Lets everything happen that is due until then. */
  advance(toUs: number): void
}

export interface SyntheticOptions extends FlowOptions, TapeStart {
  /** True: nobody trades but the clients. */
  readonly isQuiet?: boolean
}

/** Nobody. */
const QUIET: Flow = { nextUs: Number.MAX_SAFE_INTEGER, act: () => undefined, executed: () => undefined }

const diffAfter = (us: number): number => (Math.floor(us / DIFF_EVERY_US) + 1) * DIFF_EVERY_US

export const createSyntheticMarket = (sink: SyntheticSink, options: SyntheticOptions): SyntheticMarket => {
  let nowUs = options.startUs
  let nextDiffUs = diffAfter(options.startUs)
  const tape = createTape(
    {
      trade: (trade) => {
        flow.executed(trade)
        sink.trade(trade)
      },
      top: sink.top,
      prevented: (prevention) => sink.prevented?.(prevention),
    },
    options,
  )
  const flow = options.isQuiet === true ? QUIET : createFlow(tape.engine, options)
  const flushAt = (atUs: number): void => {
    nowUs = atUs
    const diff = tape.flush()
    if (diff !== null) sink.diff(diff)
    nextDiffUs = diffAfter(atUs)
  }
  const actAt = (atUs: number): void => {
    nowUs = atUs
    // a book that stood still had no diff to tell
    if (!tape.isChanged) nextDiffUs = diffAfter(atUs)
    flow.act()
    tape.settle()
  }
  const due = (): number => (tape.isChanged ? Math.min(flow.nextUs, nextDiffUs) : flow.nextUs)
  return {
    tape,
    get nowUs() {
      return nowUs
    },
    get dueUs() {
      return due()
    },
    advance: (toUs) => {
      for (let dueUs = due(); dueUs <= toUs; dueUs = due()) {
        if (tape.isChanged && dueUs === nextDiffUs) flushAt(dueUs)
        else actAt(dueUs)
      }
      nowUs = Math.max(nowUs, toUs)
      if (!tape.isChanged) nextDiffUs = diffAfter(nowUs)
    },
  }
}
