import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { validator } from '../codec/schema.ts'
import { ServiceRecord } from '../contracts/service-record.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import { isAlive } from './process-identity.ts'

/** A service record, and whether the process that wrote it still runs. */
export interface FoundService {
  readonly record: ServiceRecord
  readonly alive: boolean
}

const checkRecord = validator(ServiceRecord)

const pathOf = (run: string, instance: string): string => join(run, `${instance}.json`)

export const writeServiceRecord = (run: string, record: ServiceRecord): void => writeJsonFile(pathOf(run, record.instance), record)

export const removeServiceRecord = (run: string, instance: string): void => rmSync(pathOf(run, instance), { force: true })

/** The record of one instance; undefined when there is none or it cannot be read. */
export const findService = (run: string, instance: string): FoundService | undefined => {
  const document = readJsonFile(pathOf(run, instance))
  const checked = document.ok ? checkRecord(document.value) : document
  return checked.ok ? { record: checked.value, alive: isAlive(checked.value) } : undefined
}

const namesIn = (run: string): string[] => {
  try {
    return readdirSync(run)
  } catch {
    return []
  }
}

/** Every service that left a record, by instance. */
export const findServices = (run: string): FoundService[] =>
  namesIn(run)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => findService(run, name.slice(0, -'.json'.length)) ?? [])
