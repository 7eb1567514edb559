import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const isInstalled = (tool: string): boolean => (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, tool)))

/** Options for `t.test(title, needsTool('tmux'), ...)`: skips by name, but fails the file when TRADE_TEST=system asks for the whole suite. */
export const needsTool = (...tools: readonly string[]): { skip: false | string } => {
  const missing = tools.filter((tool) => !isInstalled(tool))
  if (missing.length === 0) return { skip: false }
  const reason = `needs the system tool ${missing.map((tool) => `'${tool}'`).join(', ')}`
  if (process.env.TRADE_TEST === 'system') throw new Error(reason)
  return { skip: reason }
}
