import type { Test } from 'tap'
import { type Said, shell, stackDir, start, trade } from './cli.ts'
import { allReady } from './live-stack.ts'

/** A whole chain without a strategy that trades, and a way to run commands in it. */
export const runningExec = async (t: Test) => {
  const dir = stackDir(t)
  start(t, ['up', '--dir', dir, '--strategy', 'noop'], { withinMs: 280_000 })
  await allReady(dir, 120_000)
  return {
    dir,
    ask: (...args: string[]): Promise<Said> => trade([...args, '--dir', dir]),
    /** One line of a shell, with `$D` for the flag that names the folder. */
    pipe: (line: string): Promise<Said> => shell(`D='--dir ${dir}'; ${line}`),
  }
}

/** What a command says where no exec runs. */
export const askNobody = (t: Test, ...args: string[]): Promise<Said> => trade([...args, '--dir', stackDir(t)])

/** What says that no exec runs. */
export const NOBODY = { code: 3, stdout: '', stderr: /no 'exec' runs in this profile/ } as const
