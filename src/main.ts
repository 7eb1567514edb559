import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { Config, run } from '@oclif/core'
import { problemOf, problemText } from './lib/cli/problem.ts'
import { outputEnded, watchOutput } from './lib/cli/standard-output.ts'

watchOutput()

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const extension = here.endsWith('src') ? 'ts' : 'js'
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
/** `trade help md` asks the same as `trade md --help`. */
const argv = process.argv[2] === 'help' ? [...process.argv.slice(3), '--help'] : process.argv.slice(2)
const [name = '', ...rest] = argv
const WORD = /^[a-z]+$/
const verbs = [
  { file: `${here}/commands/${name}/${rest[0]}.${extension}`, args: rest.slice(1), words: [name, rest[0] ?? ''] },
  { file: `${here}/commands/${name}.${extension}`, args: rest, words: [name] },
]
const verb = verbs.find(({ file, words }) => words.every((word) => WORD.test(word)) && existsSync(file))
const asksHelp = rest.includes('--help') || rest.includes('-h')

interface CommandClass {
  run(argv: string[], config: Config): Promise<unknown>
}

/** A known command is imported alone: discovering all of them would load every daemon of the house. */
const runDirect = async ({ file, args }: { readonly file: string; readonly args: string[] }): Promise<void> => {
  const config = await Config.load({ root, pjson: { ...pjson, oclif: { ...pjson.oclif, commands: undefined } } })
  const exported: Readonly<Record<string, unknown>> = await import(file)
  const found = Object.values(exported).find((value) => typeof value === 'function' && 'run' in value) as CommandClass | undefined
  await found?.run(args, config)
}

const runAny = async (): Promise<void> => {
  pjson.oclif.commands = `./${basename(here)}/commands`
  pjson.oclif.additionalHelpFlags = ['-h']
  pjson.oclif.hooks = { command_not_found: { target: `./${basename(here)}/lib/cli/not-found.${extension}`, identifier: 'notFound' } }
  await run(argv, await Config.load({ root, pjson }))
}

try {
  await (verb === undefined || asksHelp ? runAny() : runDirect(verb))
} catch (error) {
  const { oclif } = error as { oclif?: { exit?: number } }
  if (oclif?.exit !== 0) {
    const problem = problemOf(error, [])
    process.stderr.write(problemText(problem))
    process.exitCode = problem.exit
  }
}
process.exit((await outputEnded()) ?? process.exitCode)
