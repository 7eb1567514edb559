import { createFlow, type FlowOptions } from './flow.ts'
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
  /** Lets everything happen that is due until then. */
  advance(toUs: number): void
}

export interface SyntheticOptions extends FlowOptions, TapeStart {}

export const createSyntheticMarket = (sink: SyntheticSink, options: SyntheticOptions): SyntheticMarket => {
  let nowUs = options.startUs
  let nextDiffUs = (Math.floor(options.startUs / DIFF_EVERY_US) + 1) * DIFF_EVERY_US
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
  const flow = createFlow(tape.engine, options)
  const flushAt = (atUs: number): void => {
    nowUs = atUs
    const diff = tape.flush()
    if (diff !== null) sink.diff(diff)
    nextDiffUs += DIFF_EVERY_US
  }
  return {
    tape,
    get nowUs() {
      return nowUs
    },
    advance: (toUs) => {
      for (let dueUs = Math.min(flow.nextUs, nextDiffUs); dueUs <= toUs; dueUs = Math.min(flow.nextUs, nextDiffUs)) {
        if (dueUs === nextDiffUs) flushAt(dueUs)
        else {
          nowUs = dueUs
          flow.act()
          tape.settle()
        }
      }
      nowUs = Math.max(nowUs, toUs)
    },
  }
}
