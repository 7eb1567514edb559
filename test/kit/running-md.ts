import type { Test } from 'tap'
import { recordsIn, serviceUp, stackDir, start, trade } from './cli.ts'

/** A running md of its own, and a way to ask it by the verbs of `trade md`. */
export const runningMd = async (t: Test, ...args: readonly string[]) => {
  const dir = stackDir(t)
  start(t, ['md', '--daemon', '--dir', dir, ...args])
  await serviceUp(dir, 'md')
  const ask = async (...args: string[]): Promise<Array<Record<string, unknown>>> => {
    const { code, stdout, stderr } = await trade(['md', ...args, '--dir', dir])
    t.equal(code, 0, `${args.join(' ')}: ${stderr}`)
    return recordsIn(stdout)
  }
  return { dir, ask }
}

/** What a verb says where no md runs. */
export const askNobody = (t: Test, ...args: string[]) => trade(['md', ...args, '--dir', stackDir(t)])
