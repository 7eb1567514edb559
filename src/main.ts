import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { Config, run } from '@oclif/core'
import { problemOf, problemText } from './lib/cli/problem.ts'

/** A reader that closed the pipe is no error; streams listen for it themselves. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const extension = here.endsWith('src') ? 'ts' : 'js'
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
pjson.oclif.commands = `./${basename(here)}/commands`
pjson.oclif.hooks = { command_not_found: { target: `./${basename(here)}/lib/cli/not-found.${extension}`, identifier: 'notFound' } }

const config = await Config.load({ root, pjson })
try {
  await run(process.argv.slice(2), config)
} catch (error) {
  const { oclif } = error as { oclif?: { exit?: number } }
  if (oclif?.exit !== 0) {
    const problem = problemOf(error, [])
    process.stderr.write(problemText(problem))
    process.exitCode = problem.exit
  }
}
await new Promise<void>((resolve) => {
  if (process.stdout.destroyed || !process.stdout.writable) resolve()
  else process.stdout.write('', () => resolve())
})
process.exit()
