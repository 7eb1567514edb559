import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { messageOf } from '../base/errors.ts'
import { fail, type Result } from '../base/result.ts'
import { fromLine } from '../codec/json.ts'

/** Replaces the document at `path` as a whole (0600): a reader sees the old or the new one. */
export const writeJsonFile = (path: string, document: object): void => {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** The document at `path`, or why there is none; never throws. */
export const readJsonFile = (path: string): Result<unknown> => {
  try {
    return fromLine(readFileSync(path, 'utf8'))
  } catch (error) {
    return fail(messageOf(error))
  }
}
