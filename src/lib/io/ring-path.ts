import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmdirSync, rmSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { ensurePrivateFolder } from './private-folder.ts'

const TMPFS_MAGIC = 0x01021994
const SHARED_MEMORY = '/dev/shm'

const privateFolder = (runDir: string): string => {
  const digest = createHash('sha256').update(resolve(runDir)).digest('hex').slice(0, 16)
  return join(SHARED_MEMORY, `trade-${process.getuid?.() ?? 0}-${digest}`)
}

const isTmpfs = (folder: string): boolean => statfsSync(folder).type === TMPFS_MAGIC

/** Where the ring of a run-time folder lies: in it when it is on tmpfs, else in a private folder of /dev/shm, which is made when missing; FOLDER_UNSAFE (78) when somebody else made it first. */
export const ringPath = (runDir: string, instance = 'md'): string => {
  if (isTmpfs(runDir)) return join(runDir, `${instance}.ring`)
  const folder = privateFolder(runDir)
  ensurePrivateFolder(folder)
  return join(folder, `${instance}.ring`)
}

/** The bell's socket lies beside the ring. */
export const bellPath = (ring: string): string => ring.replace(/\.ring$/, '.bell.sock')

/** Removes ring and bell, and their folder when it was made for them. Mappings stay whole. */
export const removeRing = (runDir: string, instance = 'md'): void => {
  const folder = isTmpfs(runDir) ? runDir : privateFolder(runDir)
  const ring = join(folder, `${instance}.ring`)
  rmSync(ring, { force: true })
  rmSync(bellPath(ring), { force: true })
  if (folder !== runDir && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
}
