import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setImmediate as turn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openRingFile } from '../../src/lib/io/ring-file.ts'
import type { RingReader, RingVisitor } from '../../src/lib/ports/ring.ts'
import { FIRST_POSITION, isBookWhole, isTickerWhole, recordAt } from './ring-torn-pattern.ts'

export interface TornReport {
  readonly records: number
  readonly read: number
  /** By the ring's own count of overrun slots, not by gaps in what was read. */
  readonly lost: number
  readonly overruns: number
  /** Copies thrown away because the writer lapped the reader meanwhile. */
  readonly tornDetected: number
  /** Records shown whose fields do not all belong to their position. */
  readonly undetected: number
  readonly recordsPerS: number
}

const SPIN_POLLS = 10_000
const BATCH_RECORDS = 256

const count = (reader: RingReader): { readonly seen: { read: number; lost: number; undetected: number }; readonly visitor: RingVisitor } => {
  const seen = { read: 0, lost: 0, undetected: 0 }
  const note = (isWhole: boolean): void => {
    seen.read++
    if (!isWhole) seen.undetected++
  }
  return {
    seen,
    visitor: {
      onTicker: (view) => note(isTickerWhole(view)),
      onBook: (view) => note(isBookWhole(view)),
      onOverrun: (lostSlots) => {
        seen.lost += recordAt(reader.position()) - recordAt(reader.position() - lostSlots)
      },
    },
  }
}

/** Spins until the writer has closed and all is read; the event loop turns now and then to notice a writer that died. */
const drain = async (reader: RingReader, visitor: RingVisitor, writer: ChildProcess): Promise<void> => {
  for (;;) {
    const isLast = reader.state() === 2 || writer.exitCode !== null || writer.signalCode !== null
    let shown = 0
    for (let poll = 0; poll < SPIN_POLLS; poll++) shown += reader.poll(visitor, BATCH_RECORDS)
    if (isLast && shown === 0) return
    await turn()
  }
}

/** One writer process against this one, over a ring so small that the reader is lapped again and again. */
export const tornReads = async (records: number, slotCount: number): Promise<TornReport> => {
  const folder = mkdtempSync('/dev/shm/trade-ring-torn-')
  const path = join(folder, 'md.ring')
  const writer = fork(join(import.meta.dirname, 'ring-torn-writer.ts'), [path, String(slotCount), String(records)])
  try {
    await once(writer, 'message')
    const reader = openRingFile(path)
    reader.seek(FIRST_POSITION)
    const { seen, visitor } = count(reader)
    const startMs = performance.now()
    writer.send('go')
    await drain(reader, visitor, writer)
    const recordsPerS = Math.round((records / (performance.now() - startMs)) * 1000)
    const { overruns, torn, slots } = reader.lost()
    const isBalanced = reader.delivered() + slots === reader.position() - FIRST_POSITION && recordAt(reader.position()) === records
    reader.close()
    if (!isBalanced) throw new Error(`delivered and lost slots do not add up to the ${records} records`)
    return { records, ...seen, overruns, tornDetected: torn, recordsPerS }
  } finally {
    writer.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}

export const proof = {
  name: 'ring-torn',
  summary: 'two processes on a ring that overruns all the time: no torn record is ever shown, and read + lost is what was written',
  run: async (args: string[]): Promise<number> => {
    const options = { records: { type: 'string', default: '10000000' }, slots: { type: 'string', default: '1024' } } as const
    const { values } = parseArgs({ args, options })
    const report = await tornReads(Number(values.records), Number(values.slots))
    process.stdout.write(`${JSON.stringify(report)}\n`)
    return report.undetected > 0 || report.read + report.lost !== report.records ? 8 : 0
  },
}
