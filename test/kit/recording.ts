import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { dataFile } from './data.ts'

/** The recording that tests of the whole chain play. */
export const RECORDING = 'spot_btcusdt_20240808.gz'

const LINES = 7_300
/** Past the first snapshot, so that the book is followed already. */
const FROM_LINE = 5_000

/** About the first minute of the recording, as lines. */
export const firstMinute = (): string[] =>
  gunzipSync(readFileSync(dataFile(RECORDING)))
    .toString('utf8')
    .split('\n')
    .slice(0, LINES)

const updateOf = (line: string): number => Number(/"u":(\d+)/.exec(line)?.[1])

/** The lines with another best bid quantity in one of them, whose update the book of the diffs knows as well. */
export const touched = (lines: readonly string[]): string[] => {
  const updates = new Set(lines.filter((line) => line.includes('@depth')).map(updateOf))
  const at = lines.findIndex((line, index) => index > FROM_LINE && line.includes('@bookTicker') && updates.has(updateOf(line)))
  const line = lines[at]
  if (line === undefined) throw new Error('no best price to change')
  return lines.with(at, line.replace(/"B":"\d+\./, '"B":"987654.'))
}
