import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** Files that git tracks or would track, relative to the root, sorted. */
export const trackedFiles = (root: string): readonly string[] => {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 })
  const names = listed.split('\0').filter((name) => name !== '')
  return [...new Set(names)].filter((name) => isFile(join(root, name))).sort()
}

export const isTypeScript = (path: string): boolean => path.endsWith('.ts')
