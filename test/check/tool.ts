import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import process from 'node:process'

const bin = resolve(import.meta.dirname, '../../node_modules/.bin')

/** Runs a tool of node_modules in a folder; its exit code says "found something" and is no error. */
export const runTool = (root: string, tool: string, args: readonly string[]): string => {
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  const done = spawnSync(join(bin, tool), args, { cwd: root, env, encoding: 'utf8', maxBuffer: 256 << 20 })
  if (done.error) throw done.error
  if (done.stdout === '') throw new Error(`'${tool}' printed nothing: ${done.stderr.slice(0, 2000)}`)
  return done.stdout
}
