import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'

const root = resolve(import.meta.dirname, '../..')

/** Folder of the recorded market data: TRADE_DATA, or the folder beside the checkout. */
const dataFolder = resolve(root, process.env.TRADE_DATA ?? '../shared/data')

/** Absolute path of one recorded file. */
export const dataFile = (name: string): string => resolve(dataFolder, name)

/** Options for `t.test(title, needsData('file'), ...)`: skips the test by name when a recording is missing. */
export const needsData = (...names: readonly string[]): { skip: false | string } => {
  const missing = names.filter((name) => !existsSync(dataFile(name)))
  return { skip: missing.length > 0 && `needs recorded data: ${missing.join(', ')}` }
}
