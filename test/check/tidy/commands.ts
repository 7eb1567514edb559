import type { Finding } from '../check.ts'
import type { Rule, Tree } from './tree.ts'

const commandOf = (path: string): string | undefined => /^src\/commands\/(.+)\.ts$/.exec(path)?.[1]

const pageOf = (command: string): string => `man/trade-${command.split('/')[0]}.1`

const complaints = (tree: Tree, command: string): readonly Finding[] => {
  const file = `src/commands/${command}.ts`
  const test = `test/cli/${command}.test.ts`
  const hasPages = tree.files.some(({ path }) => path.startsWith('man/'))
  return [
    ...(tree.has(test) ? [] : [{ rule: 'command-without-test', file, message: `has no '${test}'` }]),
    ...(!hasPages || tree.has(pageOf(command)) ? [] : [{ rule: 'command-without-page', file, message: `has no '${pageOf(command)}'` }]),
  ]
}

/** One name for the command, its test and its page. */
export const commandRules: Rule = (tree) => tree.scripts.flatMap(({ path }) => commandOf(path) ?? []).flatMap((command) => complaints(tree, command))
