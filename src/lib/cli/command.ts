import process from 'node:process'
import { Command, Flags } from '@oclif/core'
import { findPlaces, type Places } from '../io/run-directory.ts'
import { EXIT } from './exit.ts'
import { dirValue, profileValue } from './flag-values.ts'
import { problemJson, problemOf, problemText } from './problem.ts'

/** Flags that every command has. */
export const commonFlags = {
  dir: Flags.string({ description: 'keep everything of this stack below DIR', helpValue: 'DIR', parse: dirValue }),
  profile: Flags.string({ char: 'P', description: 'named set of folders', default: 'default', env: 'TRADE_PROFILE', exclusive: ['dir'], parse: profileValue }),
  verbose: Flags.boolean({ char: 'v', description: 'more on stderr; -vv shows where a bug happened', default: false }),
}

/** Base of every command: one form of error, on stderr, with the right exit code. */
export abstract class TradeCommand extends Command {
  protected override async catch(error: Error): Promise<void> {
    const flags = Object.keys((this.constructor as typeof Command).flags)
    const problem = problemOf(error, flags)
    process.stderr.write(this.argv.includes('--json') ? problemJson(problem) : problemText(problem))
    if (problem.exit === EXIT.bug && this.argv.some((word) => /^-v{2,}$/.test(word))) process.stderr.write(`${error.stack ?? ''}\n`)
    process.exitCode = problem.exit
  }

  protected places(flags: { readonly dir?: string | undefined; readonly profile: string }): Places {
    return findPlaces({ dir: flags.dir, profile: flags.profile })
  }
}
