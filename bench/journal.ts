import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type JournalFile, openJournal } from '../src/lib/io/journal-file.ts'
import { readJournal } from '../src/lib/io/journal-reader.ts'

/** One measured figure. */
export interface JournalFigure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

const PAYLOAD = new Uint8Array(224).fill(1)
const nowUs = (): number => Number(process.hrtime.bigint() / 1000n)

const quantile = (sorted: Float64Array, ratio: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * ratio))] ?? 0

/** Keeps `inFlight` frames of 256 bytes waiting for their acknowledgement until `count` have it. */
const measureAcks = (journal: JournalFile, inFlight: number, count: number): Promise<JournalFigure[]> =>
  new Promise((resolve, reject) => {
    const latencies = new Float64Array(count)
    const startedUs = nowUs()
    let sent = 0
    let acked = 0
    const finish = (): void => {
      latencies.sort()
      const seconds = (nowUs() - startedUs) / 1e6
      resolve([
        { name: `ack p50, ${inFlight} in flight`, value: quantile(latencies, 0.5), unit: 'us' },
        { name: `ack p99, ${inFlight} in flight`, value: quantile(latencies, 0.99), unit: 'us' },
        { name: `rate, ${inFlight} in flight`, value: Math.round(count / seconds), unit: 'records/s' },
      ])
    }
    const send = (): void => {
      const sentUs = nowUs()
      sent++
      journal.append({ tsUs: sentUs, epoch: 1, type: 'EVENT', payload: PAYLOAD })
      journal.sync((error) => {
        if (error !== undefined) return reject(error)
        latencies[acked++] = nowUs() - sentUs
        if (acked === count) finish()
        else if (sent < count) send()
      })
    }
    for (let index = 0; index < inFlight; index++) send()
  })

const close = (journal: JournalFile): Promise<void> =>
  new Promise((resolve, reject) => journal.close((error) => (error === undefined ? resolve() : reject(error))))

const measureRecovery = (folder: string): JournalFigure => {
  const startedUs = nowUs()
  const count = readJournal(folder).frames.length
  return { name: `recovery of ${count} records`, value: Math.round((count * 1e6) / (nowUs() - startedUs)), unit: 'records/s' }
}

/** Durable acknowledgement and recovery of the file journal, in a folder of TMPDIR. */
export const measureJournal = async (): Promise<JournalFigure[]> => {
  const top = mkdtempSync(join(tmpdir(), 'trade-bench-'))
  try {
    const folder = join(top, 'journal')
    const { journal } = openJournal(folder, { svc: 'bench' })
    const figures: JournalFigure[] = []
    await measureAcks(journal, 1, 100)
    for (const [inFlight, count] of [
      [1, 2000],
      [64, 60_000],
      [256, 200_000],
    ] as const)
      figures.push(...(await measureAcks(journal, inFlight, count)))
    await close(journal)
    return [...figures, measureRecovery(folder)]
  } finally {
    rmSync(top, { recursive: true, force: true })
  }
}

if (import.meta.main) for (const figure of await measureJournal()) process.stdout.write(`${JSON.stringify({ bench: 'journal', ...figure })}\n`)
