import { join } from 'node:path'
import type { AccountState } from '../contracts/acct.ts'
import { payloadOf } from '../daemon/recorder.ts'
import { readJournal } from '../io/journal-reader.ts'
import type { Places } from '../io/run-directory.ts'
import type { Frame } from '../ports/journal.ts'
import type { Evidence, ReplayOutcome, TruthRecord } from '../verify/evidence.ts'
import { decodeFrames } from '../verify/execution.ts'
import { type CountersDocument, readCounters } from './counters.ts'
import { readDocument, readRecords } from './run-files.ts'

/** Runs a journal's inputs again with the core of its service. */
export type Replayer = (frames: readonly Frame[]) => Omit<ReplayOutcome, 'service'>

const numberAt = (document: CountersDocument, name: string): number => {
  const value = document.metrics[name]
  return typeof value === 'number' ? value : 0
}

const readerOf = (document: CountersDocument): Evidence['readers'][number] => ({
  name: `ring reader of strat, epoch ${document.epoch}`,
  delivered: numberAt(document, 'trade_strat_ring_delivered_slots_total'),
  lost: numberAt(document, 'trade_strat_ring_lost_slots_total'),
  span: numberAt(document, 'trade_strat_ring_span_slots_total'),
})

/** Whose orders exec's were: the simulator's truth log holds those of every product. */
const productOf = (frames: readonly Frame[]): string | undefined => {
  const [last] = frames.filter(({ type }) => type === 'EPOCH').slice(-1)
  const { config } = Object(last === undefined ? {} : payloadOf(last)) as { config?: { venue?: string } }
  return config?.venue === 'binance-usdm' ? 'usdm' : undefined
}

/** Reads what a run left in its folders. `replayers` by service; `truth` is the simulator's log if it lies elsewhere. */
export const readEvidence = (
  places: Places,
  replayers: Readonly<Record<string, Replayer>>,
  options: { readonly truth?: string | undefined } = {},
): Evidence => {
  const frames: Record<string, readonly Frame[]> = {}
  for (const service of ['exec', 'risk']) frames[service] = readJournal(join(places.data, service, 'journal')).frames
  const traded = productOf(frames.exec ?? [])
  return {
    truth: readRecords<TruthRecord>(options.truth ?? join(places.data, 'sim', 'truth.ndjson')).filter(
      ({ product, type }) => product === traded || type === 'checkpoint',
    ),
    exec: decodeFrames(frames.exec ?? [], payloadOf),
    risk: decodeFrames(frames.risk ?? [], payloadOf),
    checkpoints: readRecords(join(places.data, 'md', 'checkpoints.ndjson')),
    readers: readCounters(places, 'strat').map(readerOf),
    account: readDocument<AccountState>(join(places.data, 'acct', 'state.json')),
    replays: Object.entries(replayers).map(([service, replay]) => ({ service, ...replay(frames[service] ?? []) })),
    // The verdict on a run must not change with the day on which it is looked at.
    endUs: frames.exec?.at(-1)?.tsUs ?? 0,
  }
}
