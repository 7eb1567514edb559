import { join } from 'node:path'
import type { Result } from '../base/result.ts'
import { validator } from '../codec/schema.ts'
import { RunInfo } from '../contracts/service-record.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

const check = validator(RunInfo)

/** Writes `run.json` into the top folder of a run. */
export const writeRunInfo = (top: string, info: RunInfo): void => writeJsonFile(join(top, 'run.json'), info)

/** Reads `run.json` back, or says what is wrong with it. */
export const readRunInfo = (top: string): Result<RunInfo> => {
  const document = readJsonFile(join(top, 'run.json'))
  return document.ok ? check(document.value) : document
}
