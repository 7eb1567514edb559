import { closeSync, existsSync, fsyncSync, lstatSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import { ensurePrivateFolder } from './private-folder.ts'
import type { Places } from './run-directory.ts'

const EXIT_CREDENTIALS = 4
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/

const refuse = (message: string, hint: string): TradeError => new TradeError('CREDENTIALS', message, { category: 'fatal', exit: EXIT_CREDENTIALS, hint })

const folderOf = (places: Places): string => join(places.top, 'credentials')

/** File of the key of that name; a name that could leave the folder is refused. */
export const keyPath = (places: Places, name: string): string => {
  if (!NAME.test(name)) throw refuse(`'${name}' is no name of a key`, 'letters, digits, - and _, at most 32, like binance')
  return join(folderOf(places), `${name}.json`)
}

/** Names of the keys that are kept, in order. */
export const keyNames = (places: Places): string[] => {
  const folder = folderOf(places)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}

/** Keeps a key (0600): the file is whole or not there. One that exists is only replaced when `replace` says so. */
export const writeKey = (places: Places, name: string, how: { readonly text: string; readonly replace: boolean }): string => {
  const path = keyPath(places, name)
  ensurePrivateFolder(folderOf(places))
  if (!how.replace && lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw refuse(`a key '${name}' is kept already`, '--force replaces it')
  const temporary = `${path}.${process.pid}.tmp`
  const fd = openSync(temporary, 'wx', 0o600)
  try {
    writeSync(fd, how.text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(temporary, path)
  return path
}

/** Forgets a key. */
export const removeKey = (places: Places, name: string): void => {
  const path = keyPath(places, name)
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) throw refuse(`no key '${name}' is kept`, 'trade keys ls')
  rmSync(path)
}
