import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TradeError } from '../base/errors.ts'
import { fromLine } from '../codec/json.ts'
import { EXIT } from './exit.ts'

const damaged = (path: string, line: number, problem: string): TradeError =>
  new TradeError('DATA_DAMAGED', `'${path}' line ${line}: ${problem}`, { category: 'fatal', exit: EXIT.data })

/** Records of an NDJSON file, `[]` when there is none; a torn last line of a killed writer is left out, any other damage is exit 65 with the line. */
export const readRecords = <T>(path: string): T[] => {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  const last = lines.pop() ?? ''
  const records = lines.map((line, index) => {
    const parsed = fromLine(line)
    if (!parsed.ok) throw damaged(path, index + 1, parsed.error)
    return parsed.value as T
  })
  const tail = fromLine(last)
  return tail.ok ? [...records, tail.value as T] : records
}

/** Documents in a folder of `<epoch>.json` files, oldest incarnation first. */
export const readDocuments = <T>(folder: string): T[] => {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => readDocument<T>(join(folder, name)))
    .filter((document) => document !== null)
}

/** One JSON document; null when there is none. */
export const readDocument = <T>(path: string): T | null => {
  if (!existsSync(path)) return null
  const parsed = fromLine(readFileSync(path, 'utf8'))
  if (!parsed.ok) throw damaged(path, 1, parsed.error)
  return parsed.value as T
}
