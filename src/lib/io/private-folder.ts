import { chmodSync, lstatSync, mkdirSync, type Stats, statSync } from 'node:fs'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'

const refuse = (folder: string, problem: string): TradeError =>
  new TradeError('FOLDER_UNSAFE', `cannot use folder '${folder}': ${problem}`, { category: 'fatal', exit: 78 })

const problemOf = (stats: Stats): string | undefined => {
  const ownId = process.getuid?.() ?? stats.uid
  if (stats.isSymbolicLink()) return 'it is a symbolic link'
  if (!stats.isDirectory()) return 'it is no folder'
  return stats.uid === ownId ? undefined : `it belongs to user ${stats.uid}, expected ${ownId}`
}

const create = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    if (code === 'EEXIST' || code === 'ENOTDIR') throw refuse(folder, 'a file is in its place')
    throw new TradeError('FOLDER_UNUSABLE', `cannot make folder '${folder}': ${code}`, { category: 'fatal', exit: 78, cause })
  }
}

/** Everybody may write, and no sticky bit keeps them from what belongs to others. */
const OPEN_BITS = { mask: 0o1002, open: 0o002 } as const

/** Throws FOLDER_UNSAFE (exit 78) when everybody could put something else in place of what is in the folder. */
export const refuseOpenFolder = (folder: string): void => {
  const { mode } = statSync(folder)
  if ((mode & OPEN_BITS.mask) === OPEN_BITS.open) throw refuse(folder, `everybody may write to it, its mode is ${(mode & 0o777).toString(8)}`)
}

/** Makes the folder, or takes it when it is ours, and closes it to everybody else (0700). Throws FOLDER_UNSAFE (exit 78) for a link or a foreign owner. */
export const ensurePrivateFolder = (folder: string): void => {
  create(folder)
  const stats = lstatSync(folder)
  const problem = problemOf(stats)
  if (problem !== undefined) throw refuse(folder, problem)
  if ((stats.mode & 0o077) !== 0) chmodSync(folder, 0o700)
}
