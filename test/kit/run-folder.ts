import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { epochUs } from '../../src/lib/base/units.ts'
import { recorder } from '../../src/lib/daemon/recorder.ts'
import { openJournal } from '../../src/lib/io/journal-file.ts'
import { dataFolder, findPlaces, type Places, preparePlaces } from '../../src/lib/io/run-directory.ts'
import type { DecodedFrame, Evidence } from '../../src/lib/verify/evidence.ts'

/** The folders of a run below `dir`. */
export const placesIn = (dir: string): Places => {
  const places = findPlaces({ dir })
  preparePlaces(places)
  return places
}

/** Writes the counters of one incarnation. */
export const writeCounters = (places: Places, service: string, counters: { readonly epoch: number; readonly metrics: object }): void => {
  const folder = join(places.data, service, 'counters')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${counters.epoch}.json`), JSON.stringify({ svc: service, ...counters }))
}

const writeJournal = async (places: Places, service: string, frames: readonly DecodedFrame[]): Promise<void> => {
  const { journal } = openJournal(join(dataFolder(places, service), 'journal'), { svc: service, segmentBytes: 131_072 })
  for (const { type, tsUs, epoch, payload } of frames) {
    const records = recorder(journal, epoch)
    if (type === 'EPOCH') records.begin(epochUs(tsUs), payload)
    else if (type === 'IN') records.input({ seq: 1, nowUs: epochUs(tsUs), input: payload })
    else records.record(type, epochUs(tsUs), payload)
  }
  await promisify(journal.close)()
}

const writeLines = (path: string, records: readonly object[]): void => writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))

/** Writes what a run leaves behind, each part the way its daemon does. */
export const writeRun = async (places: Places, evidence: Evidence): Promise<void> => {
  await writeJournal(places, 'exec', evidence.exec)
  await writeJournal(places, 'risk', evidence.risk)
  writeLines(join(dataFolder(places, 'sim'), 'truth.ndjson'), evidence.truth)
  writeLines(join(dataFolder(places, 'md'), 'checkpoints.ndjson'), evidence.checkpoints)
  writeFileSync(join(dataFolder(places, 'acct'), 'state.json'), JSON.stringify(evidence.account))
  evidence.readers.forEach(({ delivered, lost, span }, index) => {
    const slots = {
      trade_strat_ring_delivered_slots_total: delivered,
      trade_strat_ring_lost_slots_total: lost,
      trade_strat_ring_span_slots_total: span,
    }
    writeCounters(places, 'strat', { epoch: index + 1, metrics: slots })
  })
}
