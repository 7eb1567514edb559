import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import type { Places } from '../io/run-directory.ts'
import { writeRunInfo } from '../io/run-info.ts'
import { EXIT } from './exit.ts'
import type { StackSettings } from './plans.ts'
import { VERSION } from './version.ts'

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Exit code 65 at the first recording that is missing. */
export const assertRecordings = (paths: readonly string[]): void => {
  const missing = paths.find((path) => !existsSync(path))
  if (missing !== undefined) throw new TradeError('RECORDING_MISSING', `recording '${missing}' does not exist`, { exit: EXIT.data })
}

/** Writes `run.json`: what is about to run, so that it can be checked and repeated. */
export const recordRun = (places: Places, settings: StackSettings, startedUs: number): void => {
  const { place: _, ...frozen } = settings
  writeRunInfo(places.top, {
    version: VERSION,
    node: process.version,
    mode: 'sim',
    seed: settings.seed,
    configDigest: sha256(JSON.stringify(frozen)),
    data: Object.fromEntries(settings.recordings.map((path) => [basename(path), sha256(readFileSync(path))])),
    startedUs,
  })
}
