import { join } from 'node:path'
import { documentFile } from '../io/document-file.ts'
import { readJsonFile } from '../io/json-file.ts'
import type { DocumentFile } from '../ports/records.ts'
import { PAUSE_US_MAX } from '../venues/pause.ts'

const NAME = 'quiet.json'

/** Until when a venue takes no requests, kept over restarts of a daemon. */
export interface QuietFile {
  /** The end that an earlier start left, microseconds since 1970; 0: none, or one that is over. */
  readonly untilUs: number
  readonly file: DocumentFile
}

/** The file in a daemon's data folder; `venue` is the venue with its address, for another one's wish is none of this. */
export const openQuietFile = (data: string, venue: string, nowUs: number): QuietFile => {
  const path = join(data, NAME)
  const file = documentFile(path)
  const read = readJsonFile(path)
  const { venue: of, untilUs } = Object(read.ok ? read.value : null) as { readonly venue?: unknown; readonly untilUs?: unknown }
  const isKept = of === venue && typeof untilUs === 'number' && untilUs > nowUs && untilUs <= nowUs + PAUSE_US_MAX
  return { untilUs: isKept ? untilUs : 0, file: { replace: (document) => file.replace({ venue, ...Object(document) }) } }
}
